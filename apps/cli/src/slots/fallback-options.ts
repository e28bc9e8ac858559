import type { FallbackCause } from '@hal0/config';
import { Option, type Command } from 'commander';
import { notNegative, wholeNumber } from '../terminal/option-values.js';
import { FALLBACK_CAUSES } from '../vocabulary.js';

/** What was said of a slot's chain, in the names of the API; what was not said is absent. */
export interface FallbackOptions {
  fallback?: string[];
  fallbackAfterSeconds?: number;
  fallbackQueueLongerThan?: number;
  fallbackOn?: FallbackCause[];
  localOnly?: boolean;
}

/** `--fallback` and its conditions, and `--local-only`, for a command that says what a slot is. */
export function fallbackOptions(command: Command): Command {
  return command
    .option('--fallback <target...>', 'what serves when it cannot, in this order: slots, or models as UPSTREAM/MODEL')
    .option('--fallback-after-seconds <seconds>', 'go on when no turn has come after so long', notNegative)
    .option('--fallback-queue-longer-than <requests>', 'go on at once when more are in line before it', wholeNumber)
    .addOption(new Option('--fallback-on <cause...>', 'go on upon these errors').choices(FALLBACK_CAUSES))
    .option('--local-only', 'nothing of a request to it ever leaves this machine, whatever its fallback says');
}
