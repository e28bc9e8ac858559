export { JsonBody } from './body/json-body.js';
export { MultipartBody } from './body/multipart-body.js';
export type { RequestBody } from './body/request-body.js';
export {
  DispatchFailedError,
  NoRouteError,
  SlotTypeMismatchError,
  UpstreamAnsweredError,
  UpstreamLostError,
  UpstreamUnavailableError,
} from './dispatcher.errors.js';
export { DispatcherModule } from './dispatcher.module.js';
export { DispatcherService } from './dispatcher.service.js';
export type { Dialect, Grant, InferenceRequest, NativeRequest } from './inference-request.js';
export type { AnswerTranslation, TranslateAnswer } from './translation/answer-translation.js';
