/** The battery that every step kind, expectation kind and matcher must pass. */
import { expect } from 'chai';
import { fieldSchema, Problems, readYaml } from '../../src/document/index.ts';
import type { Field } from '../../src/document/index.ts';
import {
  checkExpectation,
  expectationField,
  expectationKinds,
  loadCel,
  matchers,
} from '../../src/expect/index.ts';
import { readStep, stepKinds } from '../../src/scenario/index.ts';
import type { StepKind } from '../../src/scenario/index.ts';

const parse = (yaml: string, problems: Problems) => readYaml('example.yaml', yaml, problems)[0]!;

describe('definitions', () => {
  before(loadCel);

  describe('step kinds', () => {
    for (const kind of stepKinds as readonly unknown[] as readonly StepKind[]) {
      describe(kind.kind, () => {
        it('is explained', () => {
          expect(kind.summary).to.match(/^[A-Z`].*\.?$/);
          expect(kind.argument.summary).to.match(/\S/);
          expect(kind.examples, 'examples').to.not.have.length(0);
          expect(Object.keys(fieldSchema(kind.argument as Field<unknown>))).to.not.have.length(0);
        });

        for (const { title, yaml } of kind.examples) {
          it(`reads its example: ${title}`, () => {
            const problems = new Problems();
            const step = readStep(parse(yaml, problems), 'step', problems);
            expect(
              problems.list.map(String).filter((text) => !text.includes('expects nothing')),
            ).to.deep.equal([]);
            expect(step?.action.kind).to.equal(kind.kind);
            expect(kind.title(step!.action.argument))
              .to.match(/\S/)
              .and.not.match(/undefined|\[object/);
          });
        }

        it('refuses nothing, a list of lists and an unknown key, at their place', () => {
          for (const argument of ['', '[[]]', '{nonsense: 1}']) {
            const problems = new Problems();
            const step = readStep(parse(`${kind.kind}: ${argument}`, problems), 'setup', problems);
            expect(step, argument).to.equal(undefined);
            expect(problems.list).to.not.have.length(0);
            for (const { position, code } of problems.list) {
              expect(code).to.match(/^[a-z-]+$/);
              expect(position).to.include({ line: 1 });
            }
          }
        });
      });
    }
  });

  describe('expectation kinds', () => {
    for (const kind of expectationKinds) {
      describe(kind.kind, () => {
        it('is explained', () => {
          expect(kind.summary).to.match(/\S/);
          expect(kind.subject.summary).to.match(/\S/);
          expect(kind.examples).to.not.have.length(0);
        });

        for (const { title, yaml } of kind.examples) {
          it(`reads its example: ${title}`, () => {
            const problems = new Problems();
            const expectation = expectationField.read(parse(yaml, problems), problems);
            if (expectation !== undefined) checkExpectation(expectation, problems);
            expect(problems.list.map(String)).to.deep.equal([]);
            expect(expectation?.kind).to.equal(kind.kind);
          });
        }
      });
    }
  });

  describe('matchers', () => {
    for (const matcher of matchers) {
      it(`${matcher.key} is explained, and its example reads`, () => {
        expect(matcher.summary).to.match(/\S/);
        const problems = new Problems();
        const expectation = expectationField.read(
          parse(`lights.example.dev/a: {spec: {x: ${matcher.example}}}`, problems),
          problems,
        );
        if (expectation !== undefined) checkExpectation(expectation, problems);
        expect(problems.list.map(String)).to.deep.equal([]);
      });
    }
  });
});
