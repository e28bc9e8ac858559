import { writeFileAtomic } from '@hal0/platform';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApplication } from './application.js';
import { openApiDocument } from './openapi-document.js';

// Writes the OpenAPI document of this build to the file named on the command line.
const home = await mkdtemp(join(tmpdir(), 'hal0-openapi-'));
const { app } = await createApplication({ HAL0_HOME: home });
app.useLogger(false);
const [file = 'docs/api/openapi.json'] = process.argv.slice(2);
await writeFileAtomic(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
await app.close();
await rm(home, { recursive: true, force: true });
