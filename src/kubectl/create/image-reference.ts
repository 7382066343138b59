/** What is wrong with an image's name. */

const component = '[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*';
const domainPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `${domainPart}(?:\\.${domainPart})*(?::[0-9]+)?`;
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(
  `^((?:${domain}/)?${component}(?:/${component})*)(?::[\\w][\\w.-]{0,127})?(?:@${digest})?$`,
);

/** Undefined when it is right. @source docker/distribution reference/reference.go Parse */
export const imageError = (image: string): string | undefined => {
  if (image === '') return 'repository name must have at least one component';
  const match = reference.exec(image);
  if (match === null)
    return reference.test(image.toLowerCase())
      ? 'repository name must be lowercase'
      : 'invalid reference format';
  return match[1]!.length > 255 ? 'repository name must not be more than 255 characters' : undefined;
};
