import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** What Nest would do with the options of a data source, without Nest. The caller destroys it. */
export function openDatabase(options: TypeOrmModuleOptions): Promise<DataSource> {
  return new DataSource(options as DataSourceOptions).initialize();
}
