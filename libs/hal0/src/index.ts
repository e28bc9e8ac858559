export { HAL0_VERSION } from './hal0-version.js';
export { Hal0Module, type Hal0ModuleOptions } from './hal0.module.js';
export { DoctorFindingDto } from './http/doctor.dto.js';
export { HealthDto, StatusDto } from './http/status.dto.js';
