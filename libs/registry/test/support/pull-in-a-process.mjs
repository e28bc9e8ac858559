// Pulls a model as a process of its own, so that a test can kill it: <hub> <folder> <source> [<id> <event to die at>]
import { openPulls } from '@hal0/registry/testing';

const [hubUrl, folder, source, id, dieAt] = process.argv.slice(2);
const { pulls, events, reached, close } = await openPulls({ hubUrl, folder, connections: 2 });
events.observe(({ type }) => type === dieAt && process.kill(process.pid, 'SIGKILL'));
const { pull } = await pulls.start({ source, id });
process.stdout.write(`${JSON.stringify(pull)}\n`);
const { state, error } = await reached(pull.id, 'completed', 'failed');
await close();
process.exitCode = state === 'completed' ? 0 : 1;
if (error) process.stderr.write(`${error.message}\n`);
