import { SecretNameInvalidError, SecretNameReservedError } from './secrets.errors.js';

/** Source: reference, "Secrets". */
const NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

/** Variables by which a program is told what to load, run, trust or connect through. */
const RESERVED = new Set([
  ...['PATH', 'HOME', 'SHELL', 'USER', 'LOGNAME', 'PWD', 'OLDPWD', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'TERM'],
  ...[
    'ENV',
    'BASH_ENV',
    'BASHOPTS',
    'SHELLOPTS',
    'IFS',
    'CDPATH',
    'PS4',
    'PROMPT_COMMAND',
    'EDITOR',
    'VISUAL',
    'PAGER',
  ],
  ...[
    'GCONV_PATH',
    'LOCPATH',
    'NLSPATH',
    'HOSTALIASES',
    'LOCALDOMAIN',
    'RES_OPTIONS',
    'GETCONF_DIR',
    'LANG',
    'LANGUAGE',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSLKEYLOGFILE', 'NOTIFY_SOCKET', 'INVOCATION_ID'],
]);

const RESERVED_PREFIXES = [
  ...['HAL0_', 'LEMONADE_', 'NODE_', 'NPM_', 'UV_', 'LD_', 'LC_', 'GLIBC_', 'MALLOC_', 'OPENSSL_', 'SSL_CERT_'],
  ...['SYSTEMD_', 'LISTEN_', 'XDG_', 'DBUS_', 'BASH_FUNC_', 'GIT_', 'PYTHON', 'PERL', 'RUBY', 'JAVA_', 'JDK_'],
  ...['HSA_', 'HIP_', 'ROCM_', 'ROCR_', 'CUDA_', 'VK_', 'GGML_', 'LLAMA_', 'OMP_'],
];

const isReservedName = (name: string): boolean =>
  RESERVED.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));

/** Whether a variable of the file of secrets is a secret, rather than a setting of hal0 or of its surroundings. */
export const isSecretVariable = (name: string): boolean => NAME.test(name) && !isReservedName(name);

/** @throws SecretNameInvalidError, SecretNameReservedError */
export function checkSecretName(name: string): void {
  if (!NAME.test(name)) throw new SecretNameInvalidError(name);
  if (isReservedName(name)) throw new SecretNameReservedError(name);
}
