import type { AuditActor } from '@hal0/platform';
import type { ConfigFile, ValueChange } from '../store/settings-change.js';

/** One change of a configuration file, as it is put on record. */
export interface NewRevision {
  actor: AuditActor;
  /** What was done, dotted: `config.update`, `slot.configure`; `config.reload` for an edit by hand that hal0 came upon. */
  action: string;
  file: ConfigFile;
  /** With the values as they are, secrets included: undoing needs them. */
  changes: readonly ValueChange[];
  /** Dotted paths of tables that the change brought, outer ones first: undone, they go when nothing is left in them. */
  newTables: readonly string[];
  /** The revision that this one undoes. */
  undoOf: number | null;
  /** The file's whole text after the change; from then on what is known of the file. */
  text: string;
}

export interface Revision extends Omit<NewRevision, 'text'> {
  /** Grows with every revision. */
  id: number;
  /** ISO 8601. */
  at: string;
  /** The revision that undid this one. */
  undoneBy: number | null;
}

/** Where the history of the configuration is kept. */
export abstract class RevisionStore {
  /** Stores the revision, its mark on the one it undoes, and the file's text, all or nothing. Resolves to the new id. */
  abstract add(revision: NewRevision): Promise<number>;
  /** Newest first; only those with a smaller id than `before`. */
  abstract list(page: { limit: number; before?: number }): Promise<Revision[]>;
  abstract get(id: number): Promise<Revision | undefined>;
  /** The text of a file as it was last put on record; undefined when it never was. */
  abstract known(file: ConfigFile): Promise<string | undefined>;
  /** Puts the text of a file on record without a revision. */
  abstract remember(file: ConfigFile, text: string): Promise<void>;
}
