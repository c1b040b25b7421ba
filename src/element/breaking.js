/** Those who are to know that the WebAssembly is broken: what is thrown out of it leaves it in
 *  the middle of an act, which nothing can mend. The build writes this into its script. */
export const broken = [];

// biome-ignore lint/correctness/noUnusedVariables: the build has the script call it.
const watched = (all) =>
  Object.fromEntries(
    Object.entries(all).map(([name, it]) => [
      name,
      it instanceof Function
        ? (...given) => {
            try {
              return it(...given);
            } catch (error) {
              for (const tell of broken) tell(error);
              throw error;
            }
          }
        : it,
    ]),
  );
