/** The syntax of the containers' shell: what the parser makes and the interpreter runs. */

/** A piece of a word. Quoted pieces are not split into fields. */
export type WordPart =
  | { kind: 'text'; text: string; isQuoted: boolean }
  | { kind: 'variable'; name: string; operator?: string; operand?: string; isQuoted: boolean }
  | { kind: 'command'; script: string; isQuoted: boolean }
  | { kind: 'arithmetic'; expression: string; isQuoted: boolean };

export type Word = readonly WordPart[];

export interface Redirection {
  descriptor: number;
  operator: '<' | '>' | '>>' | '>&' | '<<' | '<<<';
  target: Word;
}

export type Node =
  | {
      kind: 'simple';
      assignments: { name: string; value: Word }[];
      words: Word[];
      redirections: Redirection[];
    }
  | { kind: 'pipeline'; stages: Node[]; isNegated: boolean }
  | { kind: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'list'; items: Node[] }
  | {
      kind: 'if';
      branches: { condition: Node; body: Node }[];
      otherwise: Node | undefined;
      redirections: Redirection[];
    }
  | { kind: 'loop'; condition: Node; isUntil: boolean; body: Node; redirections: Redirection[] }
  | { kind: 'for'; variable: string; words: Word[]; body: Node; redirections: Redirection[] }
  | { kind: 'group'; body: Node; isSubshell: boolean; redirections: Redirection[] };

/** A script that does not parse. */
export class ShellSyntaxError extends Error {}
