import type { ConfigFile } from '@hal0/config';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The text of a configuration file as it was last put on record; what tells an edit by hand. */
@Entity('config_texts')
export class ConfigTextEntry {
  @PrimaryColumn({ type: 'text' })
  file: ConfigFile;

  @Column({ type: 'text' })
  text: string;
}
