import { IsBoolean } from 'class-validator';
import { Setting } from './setting.decorator.js';

/** `[telemetry]`: what leaves the machine. This version sends nothing. */
export class TelemetrySettings {
  @Setting('Whether hal0 may send anonymous figures about itself.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  enabled = false;
}
