/** Which commands an image's base system has in its PATH. */

const shellBase = [
  '[', 'ash', 'awk', 'basename', 'cat', 'chmod', 'chown', 'cp', 'cut', 'date', 'dd', 'df', 'dirname', 'echo', 'env', 'expr',
  'fallocate', 'false',
  'find', 'grep', 'head', 'hostname', 'id', 'kill', 'ln', 'ls', 'mkdir', 'mount', 'mv', 'printenv', 'printf', 'ps', 'pwd', 'readlink', 'rm',
  'rmdir', 'sed', 'seq', 'sh', 'sleep', 'sort', 'tail', 'tee', 'test', 'touch', 'tr', 'true', 'truncate', 'uname', 'uniq', 'wc', 'which',
  'whoami', 'xargs', 'yes',
] as const; // prettier-ignore

/** busybox and Alpine: no bash, no curl. */
export const busyboxCommands: ReadonlySet<string> = new Set([
  ...shellBase, 'busybox', 'httpd', 'nc', 'nslookup', 'ping', 'ip', 'top', 'vi', 'wget',
]); // prettier-ignore

/** Debian slim, as the nginx image is based on: bash, but neither ps nor wget; curl since 2020. */
export const debianCommands: ReadonlySet<string> = new Set([
  ...shellBase.filter((name) => name !== 'ps' && name !== 'ash'), 'bash', 'curl',
]); // prettier-ignore

/** CentOS with everything a lab uses. */
export const fullCommands: ReadonlySet<string> = new Set([
  ...shellBase, 'bash', 'curl', 'ip', 'nc', 'nslookup', 'ping', 'ss', 'top', 'vi', 'wget', 'dig',
]); // prettier-ignore

export const noCommands: ReadonlySet<string> = new Set();
