import { HttpPools, SystemClock, type Clock, type EventBus } from '@hal0/platform';
import { ExternalLemond } from '../connection/external-lemond.js';
import { LemonadeService } from '../lemonade.service.js';
import { LemonadeLog } from '../logs/lemonade-log.js';
import { LogFollower } from '../logs/log-follower.js';

/** A service that speaks to the lemond at that address, real or fake. `stop` ends it and its connections. */
export function lemonadeOn(origin: string, events: EventBus, clock: Clock = new SystemClock()) {
  const pools = new HttpPools(new SystemClock());
  const log = new LemonadeLog(clock, 2_000);
  const connection = new ExternalLemond(pools, clock, origin, new LogFollower(log, clock));
  const lemonade = new LemonadeService(connection, log, events, clock);
  const stop = async () => {
    await lemonade.onModuleDestroy();
    await pools.onModuleDestroy();
  };
  return { lemonade, log, pools, stop };
}
