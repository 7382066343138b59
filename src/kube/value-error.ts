/** The error of a value that cannot be read (a quantity, a selector, a duration): its message is upstream's text. */

/** Thrown by the parsers of src/kube; the API server turns it into a Status, the kubectl commands print it. */
export class ValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
