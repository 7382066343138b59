/** docs/backend-protocol.md: how somebody else's simulator becomes a backend; its reference part is made from the definitions. */
import { methodList, protocolVersion } from '../backends/index.ts';
import type { MethodDefinition } from '../backends/index.ts';

type Json = Readonly<Record<string, unknown>>;

const code = (text: string): string => `\`${text}\``;

/** A schema in a few words: "text", "list of objects", "one of a, b". */
const typeOf = (schema: Json): string => {
  const values = schema['enum'] as readonly string[] | undefined;
  if (values !== undefined) return values.map(code).join(', ');
  const alternatives = schema['anyOf'] as readonly Json[] | undefined;
  if (alternatives !== undefined) return alternatives.map(typeOf).join(' or ');
  switch (schema['type']) {
    case 'array':
      return `list: ${typeOf(schema['items'] as Json)}`;
    case 'object':
      return 'object';
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'true or false';
    default:
      return (schema['type'] as string | undefined) ?? 'any value';
  }
};

const rowsOf = (schema: Json, prefix: string): string[][] =>
  Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>).flatMap(
    ([name, property]) => {
      const isRequired = (schema['required'] as readonly string[] | undefined)?.includes(name) === true;
      const nested = property['type'] === 'object' && prefix === '' ? rowsOf(property, `${name}.`) : [];
      return [
        [
          code(prefix + name),
          typeOf(property),
          isRequired ? 'yes' : '',
          (property['description'] as string | undefined) ?? '',
        ],
        ...nested,
      ];
    },
  );

const table = (schema: Json): string => {
  const rows = rowsOf(schema, '').map(
    (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return ['| key | type | required | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
};

const described = (title: string, schema: Json): string => {
  const text = schema['description'] as string | undefined;
  const alternatives = schema['anyOf'] as readonly Json[] | undefined;
  if (alternatives !== undefined) return [`${title}: one of these.`, ...alternatives.map(table)].join('\n\n');
  const hasKeys = Object.keys((schema['properties'] ?? {}) as object).length > 0;
  const kind = schema['type'] === 'object' && !hasKeys ? 'an empty object' : typeOf(schema);
  return [
    `${title}: ${kind}.${text === undefined ? '' : ` ${text}`}`,
    ...(hasKeys ? [table(schema)] : []),
  ].join('\n\n');
};

const needText = ({ need }: MethodDefinition): string => {
  if (need === 'always') return 'Every simulator knows it.';
  if (need === 'never') return 'A simulator may answer it with the error code `unsupported`.';
  if (need === 'virtual clock') return 'A simulator with a virtual clock knows it.';
  return `A simulator that says in its hello that it can \`${need}\` knows it.`;
};

const section = (method: MethodDefinition): string =>
  [
    `### ${method.name}`,
    `${method.summary} ${needText(method)}`,
    described('Parameters', method.params.json),
    described('Answer', method.result.json),
  ].join('\n\n');

const prose = `labproof plays scenarios on any simulator of Kubernetes that speaks this protocol, version ${protocolVersion}:

\`\`\`sh
labproof run --backend "process:./my-simulator --fast"
labproof compare simulator "process:./my-simulator"
labproof conformance --backend "process:./my-simulator"
\`\`\`

\`process:\` is followed by a program and its arguments, quoted as for a shell; in labproof.config.yaml, \`backend: process:./my-simulator\` is run in
the folder of that file. labproof starts the program once for every scenario that is played side by side, or, when it \`reopens\`, uses one process
for scenario after scenario. It is started in a process group of its own; at the end labproof closes its standard input, a second later sends
SIGTERM, another second later SIGKILL to the whole group.

- [docs/examples/toy/toy-simulator.mjs](examples/toy/toy-simulator.mjs) is a whole simulator in one file without dependencies: pods and deployments
  on a virtual clock. Begin with it.
- [docs/examples/webernetes/](examples/webernetes/) puts a simulator behind the protocol that was written without knowing of it.
- \`labproof backend\` is the built-in simulator behind the protocol: what it answers is right.
- [schemas/backend-protocol.schema.json](../schemas/backend-protocol.schema.json) has the JSON Schema of every line.

## Messages

One JSON object a line, UTF-8. labproof writes requests to the program's standard input:

\`\`\`json
{"id": 7, "method": "get", "params": {"resource": {"group": "", "version": "v1", "name": "pods"}, "namespace": "default", "name": "web"}}
\`\`\`

A request that is made as somebody else (\`kubectl --as\`) also has \`as\`: {"user": …, "groups": …}; it comes only to a simulator that said \`impersonates\` in its
hello. Requests come one after the other, but the next may come before the last is answered.

The program writes to its standard output an answer to each request, in any order:

\`\`\`json
{"id": 7, "result": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"}}, "nowMs": 1734609600000}
{"id": 8, "error": {"message": "pods \\"db\\" not found", "status": {"kind": "Status", "status": "Failure", "code": 404, "reason": "NotFound", "message": "pods \\"db\\" not found"}}}
{"id": 9, "error": {"message": "there are no tables here", "code": "unsupported"}}
\`\`\`

and, whenever something happens, what a watch sees, in the order in which it happens:

\`\`\`json
{"watch": 3, "type": "MODIFIED", "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"}}, "nowMs": 1734609601000}
\`\`\`

A simulator that said \`journal\` in its hello also tells of every write, so that a failure can say who changed what last:

\`\`\`json
{"change": {"timeMs": 1734609601000, "user": "kubelet", "verb": "update", "resource": "pods", "namespace": "default", "name": "web", "resourceVersion": "17"}}
\`\`\`

What the API refuses is an error with a \`status\`, as the API would answer it. Any other error is a sentence; the step that asked fails with it.
Keys that a side does not know are let pass. Standard output is for messages only; everything else belongs on standard error.

## When it breaks

A program that ends, prints something else than messages, answers something else than the schema says, or does not answer within 60 seconds
(\`--answer-within\`) has broken the lab: the step that waited for it and its scenario are **errored** in every report, with the request that was not
answered, how the program ended and the last lines of its standard error. It is ended with all that it has started, and started anew for the next
scenario. \`run\` and \`matrix\` then end with exit code 7, as do \`record\`, which leaves such a scenario out, and \`compare\`, which compares the steps
before; \`conformance\` counts the steps behind it as not reached.

Objects of kinds that are built into Kubernetes are held against its types, of other kinds their metadata: \`answered "list" of pods with something
else: items[2], Pod default/web: spec.containers[0].image must be a text, is 7\`. What is missing is not missed, unless labproof stumbles over it, and
then it says what: \`Pod default/web has no spec.containers\`. \`null\` may stand only where Kubernetes itself writes it (a time, a pointer, a list that is
not left out when it is empty).

## Time

A simulator has one of two clocks. With clock \`wall\` its time is this machine's: nothing more is asked of it, and \`within: 90s\` takes ninety seconds.
With clock \`virtual\` its time stands still until labproof asks it to \`advance\`, and every message carries \`nowMs\`. labproof judges a scenario at
every change: it advances with \`untilChange\`, and the simulator stops at the first moment at which it told a watch of something. All messages of
what happened come before the answer to \`advance\`. Who answers \`idle\` says that nothing is left to happen; labproof then need not wait for the
deadline. That answer may be left unused.

A session with the toy:

\`\`\`text
> {"id":1,"method":"hello","params":{"protocol":1,"labproof":"0.1.0"}}
< {"id":1,"result":{"protocol":1,"name":"toy","kubernetes":"v1.20.2","clock":"virtual","can":[],"reopens":true},"nowMs":0}
> {"id":2,"method":"open","params":{"lab":{"name":"toy", …},"seed":1,"kubernetes":"1.20.2"}}
< {"id":2,"result":{"kubernetes":"v1.20.2", …},"nowMs":1734609600000}
> {"id":3,"method":"watch","params":{"watch":4,"resource":{"group":"","version":"v1","name":"pods"},"options":{}}}
< {"id":3,"result":{},"nowMs":1734609600000}
> {"id":5,"method":"create","params":{"resource":{"group":"","version":"v1","name":"pods"},"namespace":"default","object":{…}}}
< {"watch":4,"type":"ADDED","object":{…},"nowMs":1734609600000}
< {"id":5,"result":{…},"nowMs":1734609600000}
> {"id":6,"method":"advance","params":{"untilMs":1734609660000,"untilChange":true}}
< {"watch":4,"type":"MODIFIED","object":{…},"nowMs":1734609601000}
< {"id":6,"result":{"outcome":"changed"},"nowMs":1734609601000}
\`\`\`

## What a simulator need not do

\`can\` of the hello names what it can do besides its API: \`exec\`, \`request\`, \`load\`, \`fault\`, \`nodes\` (machines join and leave) and \`disruption\` (nodes may be
cordoned, drained, tainted and labelled). A step that needs something else is skipped with the reason that \`missing\` gives, and the scenario's
result is "partial". kubectl lines are played by labproof itself over the API: a simulator knows nothing of kubectl, and of the
[Table](https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables) format only if it likes.`;

export const backendProtocolPage = (): string =>
  `${[
    '# The backend protocol',
    '<!-- Generated by `npm run generate` from src/cli/backend-protocol-page.ts and src/backends/process: do not edit. -->',
    prose,
    '## Methods',
    ...methodList.map(section),
  ].join('\n\n')}\n`;
