export { ModelNamedTwiceError, UploadRoomError } from './body/body.errors.js';
export { JsonBody } from './body/json-body.js';
export { outlineOfJson } from './body/json-outline.js';
export type { Measure, RequestBody } from './body/request-body.js';
export { TranslatedBody } from './body/translated-body.js';
export { StreamedForm, type FormStorage } from './body/streamed-form.js';
export {
  DispatchFailedError,
  NoRouteError,
  SlotTypeMismatchError,
  UpstreamAnsweredError,
  UpstreamLostError,
  UpstreamSilentError,
  UpstreamUnavailableError,
  UpstreamUnusableError,
} from './dispatcher.errors.js';
export { DispatcherModule } from './dispatcher.module.js';
export { DispatcherService } from './dispatcher.service.js';
export type { Dialect, Grant, InferenceRequest, NativeRequest } from './inference-request.js';
export type {
  ChatChunk,
  ChatCompletion,
  ChatMessage,
  ChatPart,
  ChatSaid,
  ChatTool,
  ChatToolCall,
  ChatToolCallDelta,
  ChatToolChoice,
  ChatUsage,
} from './translation/chat.types.js';
export type { AnswerTranslation, TranslateAnswer } from './translation/answer-translation.js';
export { readUpstreamError } from './relay/upstream-error.js';
export { EarlyBytes } from './tunnel/early-bytes.js';
export type { TunnelEnd, TunnelProtocol, Upgrade } from './tunnel/upgrade.js';
export { UntranslatableRequestError } from './translation/translation.errors.js';
export { keptHere } from './routing/kept-here.js';
export { withoutUsualTag } from './routing/usual-tag.js';
export { isNestedTooDeep } from './translation/json-depth.js';
export type { UpstreamIndex } from './upstreams/upstream-index.js';
export type { Upstream } from './upstreams/upstream.js';
export { CreateUpstreamDto, TryUpstreamDto, UpdateUpstreamDto } from './upstreams/http/save-upstream.dto.js';
export { UpstreamDto, UpstreamModelDto, UpstreamPresetDto, UpstreamTrialDto } from './upstreams/http/upstream.dto.js';
export { UpstreamStateEvent } from './upstreams/upstream-state.event.js';
export { UPSTREAM_STATES, type UpstreamState } from './upstreams/upstream-states.js';
export {
  UpstreamAddressForbiddenError,
  UpstreamAlreadyExistsError,
  UpstreamElsewhereError,
  UpstreamError,
  UpstreamKeyMissingError,
  UpstreamListFailedError,
  UpstreamNotFoundError,
} from './upstreams/upstreams.errors.js';
export { UpstreamsService } from './upstreams/upstreams.service.js';
