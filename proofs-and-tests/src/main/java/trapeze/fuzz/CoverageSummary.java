package trapeze.fuzz;

/**
 * Coverage in counts.
 *
 * @param points all that was seen
 * @param instructions that the definitions have
 * @param retired those of them that retired
 * @param inM those that retired in M
 * @param inS in S
 * @param inU in U
 * @param inVs in VS
 * @param inVu in VU
 * @param outcomes instructions × modes × what came of them: retired, or an exception by its cause
 * @param csrs control registers that the definitions have
 * @param accessed those of them that an instruction accessed
 * @param fields of control registers
 * @param varied those that held more than one value
 * @param values fields × values, those of wide fields being zero, all ones, or other
 * @param causes of traps
 * @param ways causes × modes from and to × kinds of paging
 */
public record CoverageSummary(
    int points,
    int instructions,
    int retired,
    int inM,
    int inS,
    int inU,
    int inVs,
    int inVu,
    int outcomes,
    int csrs,
    int accessed,
    int fields,
    int varied,
    int values,
    int causes,
    int ways) {}
