/** The programs that notes type, and why those that have nothing to do with a cluster are not proved. */

export interface Program {
  /** Given when no step can prove its lines: what it works on instead of a cluster. */
  refusal?: string;
  /** Where given, words in the running text are a line of it only with one of these behind the name; `true`: that says it all. */
  subcommands?: ReadonlyMap<string, boolean>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const subcommands = (whole: string, begun: string): ReadonlyMap<string, boolean> =>
  new Map([
    ...whole.split(' ').map((name) => [name, true] as const),
    ...begun.split(' ').map((name) => [name, false] as const),
  ]);

const aside = 'not a Kubernetes command: ';
const machine = `${aside}it works on the machine`;

const tools: Readonly<Record<string, Program>> = {
  kubectl: {},
  docker: {
    refusal: `${aside}docker builds and runs containers on one machine`,
    subcommands: subcommands(
      'images info login logout ps version',
      'attach build commit compose cp create exec history image inspect kill load logs network port pull push rename restart ' +
        'rm rmi run save search start stats stop swarm tag top volume',
    ),
  },
  'docker-compose': { refusal: `${aside}docker-compose runs containers on one machine` },
  vagrant: {
    refusal: `${aside}vagrant makes the machines of the lab`,
    subcommands: subcommands(
      'init up halt destroy ssh provision status reload suspend resume',
      'snapshot box',
    ),
  },
  minikube: {
    refusal: `${aside}minikube makes the machine of the lab`,
    subcommands: subcommands('start stop delete status dashboard ip ssh tunnel', 'service addons'),
  },
  kubeadm: { refusal: `${aside}kubeadm installs the cluster that the lab declares` },
  helm: {
    refusal: `${aside}helm renders charts from the network`,
    subcommands: subcommands(
      'list',
      'create install upgrade rollback uninstall repo search show status template pull',
    ),
  },
  kustomize: {
    refusal: `${aside}kustomize writes manifests`,
    subcommands: subcommands('build create', 'edit'),
  },
  'Invoke-RestMethod': {},
  curl: {},
  wget: {},
};

/** They can be meant for a container: after `kubectl exec -it` they are not refused. */
const shellTools = words(
  'apk apt apt-get awk base64 bash cat cd chmod chown cp date df dig du echo env exit exportfs export find free grep head ' +
    'hostname id ifconfig ip journalctl kill less ln ls mkdir more mount mv nano netstat nl nslookup openssl ping printf ps ' +
    'pwd rm rmdir scp sed service sh showmount sleep sort source ss ssh su systemctl tail tar tee top touch tree umount uname ' +
    'unzip vi vim watch wc which whoami yum git java javac mvn npm node python python3 go make for while until if sudo time',
);

/** Whether the table above names it: then "# NAME" may be root's prompt rather than a comment. */
export const isNamedTool = (name: string): boolean => Object.hasOwn(tools, name);

const isScript = (name: string): boolean => /^(?:\.{1,2}|~)?\/[\w./~-]*\w$/.test(name);
const isLoopVariable = (name: string): boolean => /^\$?[A-Za-z_]\w*=\S*$/.test(name);

/** The program of that name; undefined when it is none that a note types. */
export const findProgram = (name: string): Program | undefined => {
  if (Object.hasOwn(tools, name)) return tools[name];
  if (shellTools.has(name) || isScript(name) || isLoopVariable(name)) return { refusal: machine };
  return undefined;
};

/** Whether a container's shell would know it: then a line after `kubectl exec -it` is meant for the container. */
export const runsInContainers = (name: string): boolean =>
  shellTools.has(name) || name === 'curl' || name === 'wget';
