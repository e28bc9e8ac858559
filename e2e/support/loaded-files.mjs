// For `node --import`: names every file that is loaded from an installed package, on the standard error stream.
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    if (url.includes('/node_modules/')) process.stderr.write(`loaded ${url}\n`);
    return next(url, context);
  },
});
