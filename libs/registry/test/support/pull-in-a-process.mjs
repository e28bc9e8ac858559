// Pulls a model as a process of its own, so that a test can kill it: <hub> <folder> <source>
import { openPulls } from '@hal0/registry/testing';

const [hubUrl, folder, source] = process.argv.slice(2);
const { pulls, reached, close } = await openPulls({ hubUrl, folder, connections: 2 });
const { pull } = await pulls.start({ source });
process.stdout.write(`${JSON.stringify(pull)}\n`);
const { state, error } = await reached(pull.id, 'completed', 'failed');
await close();
process.exitCode = state === 'completed' ? 0 : 1;
if (error) process.stderr.write(`${error.message}\n`);
