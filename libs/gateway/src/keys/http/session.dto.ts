import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** Whether this browser is signed in, and whether it has to be. */
export class SessionDto {
  /** Whether hal0 asks for a key before it shows anything: `[api].require_key = "all"`. */
  required: boolean;
  signedIn: boolean;
  /** Name of the key that it is signed in with. */
  @ApiProperty({ type: String, nullable: true })
  key: string | null;
}

/** A key to sign in with. */
export class SignInDto {
  @IsString()
  @MaxLength(200)
  key: string;
}
