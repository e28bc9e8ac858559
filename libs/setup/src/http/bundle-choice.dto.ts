/** What was chosen in the bundle picker. */
export class BundleChoiceDto {
  /** Id of the bundle; null when the picker was skipped, or it was chosen by an older hal0 that kept no id. */
  bundle: string | null;
  /** Its name; null when the picker was skipped. */
  name: string | null;
  /** Whether the NPU's models were asked for too. */
  npuOptIn: boolean;
  skipped: boolean;
  /** ISO 8601. */
  chosenAt: string;
}
