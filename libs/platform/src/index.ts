export { Clock, SystemClock } from './clock/clock.js';
export { sqliteDataSource, type SqliteOptions } from './database/sqlite.js';
export { WriteQueue } from './database/write-queue.js';
export { DoctorCheck, type DoctorFinding } from './doctor/doctor-check.js';
export { describeError, Hal0ErrorFilter } from './errors/hal0-error.filter.js';
export { Hal0Error, type ErrorEnvelope } from './errors/hal0.error.js';
export { FileLockedError, StorageFullError, TomlSyntaxError, ValidationInvalidError } from './errors/system.errors.js';
export { AuditEvent, type AuditActor, type AuditRecord } from './events/audit.event.js';
export { EventBus } from './events/event-bus.js';
export { Hal0Event } from './events/hal0.event.js';
export {
  JOURNAL_LEVELS,
  JOURNAL_SOURCES,
  JournalEvent,
  type JournalLevel,
  type JournalRecord,
  type JournalSource,
} from './events/journal.event.js';
export {
  REQUEST_DIALECTS,
  RequestFinishedEvent,
  type RequestDialect,
  type RequestAttempt,
  type RequestRecord,
} from './events/request-finished.event.js';
export { readTextFile, writeFileAtomic, type AtomicWriteOptions } from './files/atomic-file.js';
export { BlockFile } from './files/block-file.js';
export { parseEnvFile, writeEnvFile } from './files/env-file.js';
export { holdFileLock, withFileLock } from './files/file-lock.js';
export { fileFacts, listFolders, readAllBytes, readBytes, sha256OfFile, type FileFacts } from './files/read-file.js';
export { freeSpace, type FreeSpace } from './files/free-space.js';
export { placeFile } from './files/place-file.js';
export { SpoolFile } from './files/spool-file.js';
export {
  copyFileTo,
  createFileExclusive,
  ensureFolder,
  keepPrivate,
  linkTo,
  moveFolder,
  removeEmptyFolder,
  removeTree,
} from './files/folders.js';
export { AddressRefusedError, guardedLookup, guardedLookupFor, isRefusedAddress } from './http/guarded-lookup.js';
export {
  flattenValidationErrors,
  Hal0Controller,
  hal0ControllerOf,
  type Hal0ControllerOptions,
} from './http/hal0-controller.decorator.js';
export { HttpPools } from './http/http-pools.js';
export type { HttpSender } from './http/local/local-server-pool.js';
export { RequestSecurity, type RequestHead, type RequestSecurityOptions } from './http/request-security.js';
export { Hal0Paths, ownHostname, SAFE_NAME, type RootOverrides } from './paths/hal0-paths.js';
export { PlatformModule, type PlatformModuleOptions } from './platform.module.js';
export {
  Processes,
  SystemProcesses,
  type ExitStatus,
  type ProcessOutcome,
  type ProcessRun,
  type ProcessSpec,
  type RunningProcess,
} from './processes/processes.js';
export { RedactingLogger } from './redaction/redacting-logger.js';
export { isSecretName, redactJson } from './redaction/redact-json.js';
export { redact, REDACTED } from './redaction/redact.js';
export { EpochIds } from './streams/epoch-ids.js';
export { EventStreamAnswer } from './streams/event-stream-answer.decorator.js';
export { eventText } from './streams/event-text.js';
export { Ring, type Followable, type RingOptions } from './streams/ring.js';
export { Subscription, type SubscriptionOptions, type SubscriptionStart } from './streams/subscription.js';
export { Subscriptions } from './streams/subscriptions.js';
export { editToml } from './toml/edit-toml.js';
export { printToml } from './toml/print-toml.js';
export { renameTomlKey } from './toml/rename-toml-key.js';
export { parseToml, TOML_DEPTH, type TomlTable } from './toml/toml-document.js';
export { dottedPath, pathParts } from './toml/toml-path.js';
export { parseTomlPositions, type TomlPosition } from './toml/toml-positions.js';
export { utf8Text } from './toml/utf8-text.js';
