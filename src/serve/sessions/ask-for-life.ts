/** Asks a client now and then whether it is still there: a connection whose other side has vanished says nothing by itself. */

const askEveryMs = 30_000;
/** A client whose terminal stands still (Ctrl-S) may be silent for a while. */
const maximalSilences = 4;

export interface LifeSigns {
  /** The client was heard. */
  note(): void;
  stop(): void;
}

export const askForLife = (ask: () => void, onSilence: () => void): LifeSigns => {
  let silences = 0;
  const timer = setInterval(() => {
    silences++;
    if (silences <= maximalSilences) ask();
    else if (silences === maximalSilences + 1) {
      clearInterval(timer);
      onSilence();
    }
  }, askEveryMs);
  return {
    note() {
      silences = 0;
    },
    stop: () => clearInterval(timer),
  };
};
