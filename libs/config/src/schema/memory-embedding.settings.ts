import { IsBoolean, IsInt, IsNumber, IsOptional, IsPositive, IsString, IsUrl, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ADDRESS = { protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true };

/** `[memory.embedding]` */
export class MemoryEmbeddingSettings {
  @Setting('Gateway to ask for embeddings; hal0 itself when absent.', {
    applies: 'service-restart',
    expects: 'an address such as http://127.0.0.1:8080/v1',
    reserved: true,
  })
  @IsOptional()
  @IsUrl(ADDRESS)
  url?: string;

  @Setting('Model or slot to embed with.', { applies: 'service-restart', reserved: true })
  @IsString()
  model = 'embed';

  @Setting('Longest wait for a connection.', { applies: 'service-restart', unit: 'seconds', reserved: true })
  @IsNumber()
  @IsPositive()
  @Max(60)
  connect_timeout_seconds = 1;

  @Setting('Longest wait for an answer.', { applies: 'service-restart', unit: 'seconds', reserved: true })
  @IsNumber()
  @IsPositive()
  @Max(600)
  read_timeout_seconds = 8;

  @Setting('Whether what was found is ranked again.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  rerank_enabled = false;

  @Setting('Gateway to ask for the ranking; hal0 itself when absent.', {
    applies: 'service-restart',
    expects: 'an address such as http://127.0.0.1:8080/v1',
    reserved: true,
  })
  @IsOptional()
  @IsUrl(ADDRESS)
  rerank_url?: string;

  @Setting('How many times more memories than asked for are fetched to rank.', {
    applies: 'service-restart',
    reserved: true,
  })
  @IsInt()
  @Min(1)
  @Max(100)
  rerank_over_fetch_factor = 3;

  @Setting('Most memories that are ranked at once.', { applies: 'service-restart', reserved: true })
  @IsInt()
  @Min(1)
  @Max(1_000)
  rerank_max_candidates = 50;

  @Setting('Longest wait for a connection to the ranking.', {
    applies: 'service-restart',
    unit: 'seconds',
    reserved: true,
  })
  @IsNumber()
  @IsPositive()
  @Max(60)
  rerank_connect_timeout_seconds = 1;

  @Setting('Longest wait for the ranking.', { applies: 'service-restart', unit: 'seconds', reserved: true })
  @IsNumber()
  @IsPositive()
  @Max(600)
  rerank_read_timeout_seconds = 8;
}
