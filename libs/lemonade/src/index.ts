export { DEVICES, MODEL_TYPES, type Device, type ModelType } from './vocabulary.js';
