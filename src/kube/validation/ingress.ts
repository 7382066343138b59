/** Ingress. */
import type { IntOrString, KubeObject } from '../objects/index.ts';
import { goQuote } from '../go-format.ts';
import { ipFamily } from '../ip-address.ts';
import {
  dns1035LabelErrors,
  dns1123SubdomainErrors,
  portNameErrors,
  portNumberErrors,
  wildcardDns1123SubdomainErrors,
} from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';

interface Backend {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: { apiGroup?: string; kind: string; name: string };
  /** The beta versions' form. */
  serviceName?: string;
  servicePort?: IntOrString;
}
interface Path {
  path?: string;
  pathType?: string;
  backend: Backend;
}
interface Rule {
  host?: string;
  http?: { paths?: Path[] | null };
}
type Ingress = KubeObject & {
  spec: {
    ingressClassName?: string;
    defaultBackend?: Backend;
    backend?: Backend;
    rules?: Rule[];
    tls?: { hosts?: string[]; secretName?: string }[];
  };
};

const specPath = FieldPath.of('spec');
const classAnnotation = 'kubernetes.io/ingress.class';
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** @source k8s 1.20 pkg/apis/networking/v1beta1/conversion.go Convert_v1beta1_IngressBackend_To_networking_IngressBackend */
const serviceOf = ({ service, serviceName, servicePort }: Backend): Backend['service'] => {
  if (service !== undefined || (serviceName === undefined && servicePort === undefined)) return service;
  const port = typeof servicePort === 'string' ? { name: servicePort } : { number: servicePort ?? 0 };
  return { name: serviceName ?? '', port };
};

/** @source k8s 1.20 pkg/apis/networking/validation/validation.go validateIngressBackend */
const checkBackend = (
  errors: FieldError[],
  path: FieldPath,
  backend: Backend,
  version: KubernetesVersion,
): void => {
  const service = serviceOf(backend);
  if (backend.resource !== undefined) {
    if (service !== undefined)
      errors.push(invalid(path, '', 'cannot set both resource and service backends'));
    else if (backend.resource.kind === '')
      errors.push(required(path.child('resource', 'kind'), 'kind is required'));
    else if (backend.resource.name === '')
      errors.push(required(path.child('resource', 'name'), 'name is required'));
    return;
  }
  if (service === undefined) {
    errors.push(invalid(path, '', 'resource or service backend is required'));
    return;
  }
  if (service.name === '') errors.push(required(path.child('service', 'name')));
  else checkName(errors, () => path.child('service', 'name'), service.name, dns1035LabelErrors, version);
  const { name = '', number = 0 } = service.port ?? {};
  if (name !== '' && number !== 0) errors.push(invalid(path, '', 'cannot set both port name & port number'));
  else if (name !== '')
    checkName(errors, path.child('service', 'port', 'name'), name, portNameErrors, version);
  else if (number === 0) errors.push(required(path, 'port name or number is required'));
  else
    for (const text of portNumberErrors(number))
      errors.push(invalid(path.child('service', 'port', 'number'), number, text));
};

const forbiddenSequences = ['//', '/./', '/../', '%2f', '%2F'];
const forbiddenEnds = ['/..', '/.'];

/** @source k8s 1.20 pkg/apis/networking/validation/validation.go validateHTTPIngressPath */
const checkPath = (
  errors: FieldError[],
  at: FieldPath,
  { path = '', pathType, backend }: Path,
  version: KubernetesVersion,
): void => {
  if (pathType === undefined) {
    errors.push(required(at.child('pathType'), 'pathType must be specified'));
    return;
  }
  const wrong = (why: string): void => {
    errors.push(invalid(at.child('path'), path, why));
  };
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) wrong('must be an absolute path');
    for (const sequence of forbiddenSequences)
      if (path.includes(sequence)) wrong(`must not contain '${sequence}'`);
    for (const end of forbiddenEnds) if (path.endsWith(end)) wrong(`cannot end with '${end}'`);
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) wrong('must be an absolute path');
  } else errors.push(notSupported(at.child('pathType'), pathType, pathTypes));
  checkBackend(errors, at.child('backend'), backend, version);
};

const checkHost = (errors: FieldError[], path: FieldPath, host: string, version: KubernetesVersion): void => {
  const rule = host.includes('*') ? wildcardDns1123SubdomainErrors : dns1123SubdomainErrors;
  checkName(errors, path, host, rule, version);
};

/** Before 1.22 the paths' errors stand at rule 0, whatever the rule, and rules with wildcards are not looked into. @source k8s 1.20 pkg/apis/networking/validation/validation.go validateIngressRules */
const checkRules = (
  errors: FieldError[],
  path: FieldPath,
  rules: readonly Rule[],
  version: KubernetesVersion,
): void => {
  rules.forEach(({ host = '', http }, index) => {
    const at = path.index(index).child('host');
    if (host !== '') {
      if (ipFamily(host) !== undefined)
        errors.push(invalid(at, host, 'must be a DNS name, not an IP address'));
      checkHost(errors, at, host, version);
    }
    const isNewer = isAtLeast(version, 22);
    if (http === undefined || (!isNewer && host.includes('*'))) return;
    const paths = path.index(isNewer ? index : 0).child('http', 'paths');
    if ((http.paths?.length ?? 0) === 0) errors.push(required(paths));
    http.paths?.forEach((item, position) => {
      checkPath(errors, paths.index(position), item, version);
    });
  });
};

/** @source k8s 1.20 pkg/apis/networking/validation/validation.go ValidateIngressSpec */
const checkSpec = (errors: FieldError[], object: Ingress, version: KubernetesVersion): void => {
  const { spec, apiVersion } = object;
  const field = apiVersion.endsWith('v1beta1') ? 'backend' : 'defaultBackend';
  const backend = spec.defaultBackend ?? spec.backend;
  const { rules = [], tls = [] } = spec;
  if (rules.length === 0 && backend === undefined) {
    const why = `either \`${field}\` or \`rules\` must be specified`;
    errors.push(invalid(specPath, new GoSyntax('[]networking.IngressRule(nil)'), why));
  }
  if (backend !== undefined) checkBackend(errors, specPath.child(field), backend, version);
  checkRules(errors, specPath.child('rules'), rules, version);
  tls.forEach(({ hosts = [], secretName = '' }, index) => {
    const at = specPath.child('tls').index(index);
    hosts.forEach((host, position) => {
      checkHost(errors, at.child('hosts').index(position), host, version);
    });
    if (secretName !== '')
      checkName(errors, at.child('secretName'), secretName, dns1123SubdomainErrors, version);
  });
  if (spec.ingressClassName !== undefined) {
    checkName(
      errors,
      specPath.child('ingressClassName'),
      spec.ingressClassName,
      dns1123SubdomainErrors,
      version,
    );
  }
};

export const ingress = defineValidator<Ingress>({
  kinds: ['Ingress.networking.k8s.io', 'Ingress.extensions'],
  /** @source k8s 1.20 pkg/apis/networking/validation/validation.go ValidateIngressCreate */
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
    checkSpec(errors, object, version);
    const annotation = object.metadata.annotations?.[classAnnotation];
    if (annotation === undefined || object.spec.ingressClassName === undefined) return;
    const why = 'can not be set when the class field is also set';
    errors.push(
      invalid(FieldPath.of('annotations').child(classAnnotation), new GoSyntax(goQuote(annotation)), why),
    );
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
    checkSpec(errors, object, version);
  },
});
