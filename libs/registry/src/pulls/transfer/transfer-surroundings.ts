import { type Clock } from '@hal0/platform';
import { type HubClient } from '../../hub/hub-client.js';
import { Bandwidth } from './bandwidth.js';
import { ConnectionPlaces } from './connection-places.js';

const MIB = 1024 * 1024;

export interface TransferLimits {
  /** Of all pulls together. */
  connections: number;
  /** Of all pulls together; 0 for no limit. */
  mebibytesPerSecond: number;
}

/** What all transfers share. */
export class TransferSurroundings {
  readonly places: ConnectionPlaces;
  readonly bandwidth: Bandwidth;
  /** One file may have them all. */
  readonly connections: number;

  constructor(
    readonly client: HubClient,
    readonly clock: Clock,
    { connections, mebibytesPerSecond }: TransferLimits,
  ) {
    this.connections = connections;
    this.places = new ConnectionPlaces(connections);
    this.bandwidth = new Bandwidth(mebibytesPerSecond * MIB, clock);
  }
}
