import type { ModelType, ScanChoiceDto, ScannedModelDto } from '../../../api/models';
import { shellWord } from '../../ui/shell-word';

/** Paths of what is to be added, each with what it is for where its file does not tell. */
export type Picks = ReadonlyMap<string, ModelType | null>;

/** Whether nothing but what it is for is missing. */
export function lacksType({ state, problem }: ScannedModelDto): boolean {
  return state === 'skipped' && problem?.code === 'model.type_unknown';
}

export function canAdd(model: ScannedModelDto): boolean {
  return model.state === 'new' || lacksType(model);
}

/** Everything that can be added without a word. */
export function allNew(models: readonly ScannedModelDto[]): Picks {
  return new Map(models.filter(({ state }) => state === 'new').map(({ path }) => [path, null]));
}

/** What it is, or why it cannot be added. */
export function describeFinding({ problem, type, quantization, contextLength }: ScannedModelDto): string {
  if (problem) return problem.message;
  const parts = [type, quantization, contextLength === null ? null : `${contextLength} tokens`];
  return parts.filter((part) => part !== null).join(' · ');
}

export function chosenOf(models: readonly ScannedModelDto[], picks: Picks): ScanChoiceDto[] {
  return models
    .filter(({ path }) => picks.has(path))
    .map(({ path, id, name }) => {
      const type = picks.get(path);
      return { path, id, name, ...(type && { type }) };
    });
}

/** The same from a terminal: the whole folder, or file by file. */
export function scanCommand(folder: string, models: readonly ScannedModelDto[] | null, picks: Picks): string {
  const scan = ['hal0 model scan', ...(folder ? [shellWord(folder)] : [])].join(' ');
  if (models === null || picks.size === 0) return scan;
  const whole = allNew(models);
  if (picks.size === whole.size && [...picks.keys()].every((path) => whole.has(path))) return `${scan} --add`;
  return [...picks]
    .map(([path, type]) => `hal0 model add ${shellWord(path)}${type ? ` --type ${type}` : ''}`)
    .join(' && ');
}
