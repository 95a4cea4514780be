package trapeze.isa.definition;

import java.util.List;
import java.util.Optional;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Routine;

/**
 * One control and status register: address, meaning of a read and of a write, who may touch it.
 *
 * @param name the manual's name
 * @param address 12 bits; bits 9:8 give the least privileged mode with access, bits 11:10 both set
 *     mean that it is read-only
 * @param section where the manual defines it, {@code volume:anchor}
 * @param illegalWhen one bit: under what further condition an access is illegal, if any; with the
 *     virtualization mode V set, under what condition HS could not make it either
 * @param refusedToGuestWhen one bit: under what further condition an access with V set raises a
 *     virtual-instruction exception, if any
 * @param substitute what is read and written in its place while V is set, if it is another register
 * @param read routine without parameters that gives the 64-bit value
 * @param readToModify the same for the value that a set or clear of bits starts from
 * @param write routine that takes the 64-bit value written
 * @param fields what it consists of, for people
 */
public record Csr(
    String name,
    int address,
    String section,
    Optional<Expression> illegalWhen,
    Optional<Expression> refusedToGuestWhen,
    Optional<Csr> substitute,
    Routine read,
    Routine readToModify,
    Routine write,
    List<FieldRule> fields) {
  public Csr {
    fields = List.copyOf(fields);
    IllTyped.require(address >>> 12 == 0, "%s has address %x", name, address);
    IllTyped.require(
        read.parameters().isEmpty() && read.resultWidth() == 64, "%s is not read as 64 bits", name);
    IllTyped.require(
        write.parameters().size() == 1 && write.resultWidth() == 0,
        "%s is not written with one value",
        name);
  }

  /** A register that means the same whether V is set or not. */
  public Csr(
      String name,
      int address,
      String section,
      Optional<Expression> illegalWhen,
      Routine read,
      Routine readToModify,
      Routine write,
      List<FieldRule> fields) {
    this(
        name,
        address,
        section,
        illegalWhen,
        Optional.empty(),
        Optional.empty(),
        read,
        readToModify,
        write,
        fields);
  }

  /** The same, under one more condition illegal. */
  public Csr illegalWhen(Expression condition) {
    Expression all =
        illegalWhen.<Expression>map(other -> Build.or(other, condition)).orElse(condition);
    return new Csr(
        name,
        address,
        section,
        Optional.of(all),
        refusedToGuestWhen,
        substitute,
        read,
        readToModify,
        write,
        fields);
  }

  /** The same, refused to guests with a virtual-instruction exception. */
  public Csr refusedToGuestWhen(Expression condition) {
    return new Csr(
        name,
        address,
        section,
        illegalWhen,
        Optional.of(condition),
        substitute,
        read,
        readToModify,
        write,
        fields);
  }

  /** The same, but another register while V is set. */
  public Csr replacedForGuestBy(Csr other) {
    return new Csr(
        name,
        address,
        section,
        illegalWhen,
        refusedToGuestWhen,
        Optional.of(other),
        read,
        readToModify,
        write,
        fields);
  }

  /**
   * What may stand in a field.
   *
   * @param name the manual's name for it
   * @param high the uppermost bit
   * @param low the lowest bit
   * @param rule in words, e.g. {@code "WARL: Bare, Sv39, Sv48 or Sv57"}
   */
  public record FieldRule(String name, int high, int low, String rule) {}

  /** The least privileged mode that may access it. */
  public PrivilegeMode leastMode() {
    int code = address >>> 8 & 3;
    return code == 2 ? PrivilegeMode.S : PrivilegeMode.of(code);
  }

  /**
   * Whether its address is one of the hypervisor's or of VS: no guest reaches it
   * (priv:csrwidthmodes, bits 9:8 are 2).
   */
  public boolean isOfHypervisor() {
    return (address >>> 8 & 3) == 2;
  }

  /** Whether its address says that a write is illegal. */
  public boolean readOnly() {
    return address >>> 10 == 3;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return address;
  }

  @Override
  public String toString() {
    return name;
  }
}
