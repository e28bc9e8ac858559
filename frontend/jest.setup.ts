import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless/index.mjs';

setupZonelessTestEnv();

// jsdom lays nothing out, and the CDK focuses only what has a box (cdk/a11y, InteractivityChecker).
Element.prototype.getClientRects = () => [new DOMRect()] as unknown as DOMRectList;
