import { ggufBytes } from './gguf-bytes.js';

/** What lets a model see, as far as its header goes. */
export const projectorBytes = (): Buffer => ggufBytes({ 'general.architecture': 'clip', 'general.type': 'mmproj' });
