import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';

/** A secret, without its value. */
export class SecretDto {
  /** Name of the environment variable, e.g. `HF_TOKEN`. */
  name: string;
  set: boolean;
  /** The same dots for every secret; null when it is not set. */
  @ApiProperty({ type: String, nullable: true })
  masked: string | null;
  /** When the file of secrets was last changed (ISO 8601); null for one that hal0 was only started with. */
  @ApiProperty({ type: String, nullable: true })
  updatedAt: string | null;
}

/** A new value for a secret. */
export class SetSecretDto {
  /** One line of printable characters. */
  @IsString()
  value: string;
}
