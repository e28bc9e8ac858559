export { ActivityModule, type ActivityModuleOptions } from './activity.module.js';
export { ActivityService, type PageQuery, type RecordedChange, type RecordedRequest } from './activity.service.js';
export { RequestRecorder } from './record/request-recorder.service.js';
export { RequestsFinishedEvent } from './requests-finished.event.js';
