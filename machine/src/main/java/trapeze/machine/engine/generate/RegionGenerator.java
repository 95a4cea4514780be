package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import trapeze.isa.definition.InstructionSet;

/** Makes a class of a region of guest code, from the definitions of its instructions. */
public final class RegionGenerator {
  /** HotSpot compiles no method longer than this, in bytes. */
  private static final int LONGEST_METHOD = 8000;

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_long, Names.HART, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void);

  private final InstructionSet set;
  private final Flow flow;
  private final Names names;
  private final ClassDesc name;

  /** For regions of an instruction set's code. */
  public RegionGenerator(InstructionSet set, Flow flow) {
    this.set = set;
    this.flow = flow;
    names = new Names(set.name());
    name = ClassDesc.of(Names.PACKAGE, "Region");
  }

  /**
   * The class, with a public constructor that takes nothing; it extends {@link
   * trapeze.machine.engine.translate.TranslatedCode}. An empty array if its method came out longer
   * than HotSpot compiles.
   */
  public byte[] generate(Region region) {
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder -> {
                  builder.withFlags(ACC_PUBLIC | ACC_FINAL).withSuperclass(Names.TRANSLATED);
                  builder.withMethodBody(
                      "<init>",
                      CONSTRUCTOR,
                      ACC_PUBLIC,
                      code ->
                          code.aload(0)
                              .invokespecial(Names.TRANSLATED, "<init>", CONSTRUCTOR)
                              .return_());
                  builder.withMethodBody("run", RUN, ACC_PUBLIC, this::passOn);
                  builder.withMethodBody(
                      "region",
                      RUN,
                      ACC_STATIC,
                      code -> new RegionEmitter(code, set, names, flow, region).emit());
                });
    for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
      int length = method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
      if (length >= LONGEST_METHOD) {
        return new byte[0];
      }
    }
    return bytes;
  }

  private void passOn(CodeBuilder code) {
    code.aload(1).lload(2).lload(4).iload(6).invokestatic(name, "region", RUN).lreturn();
  }

  /** Type of the hart's method that is told of an exception. */
  static MethodTypeDesc trapped() {
    return MethodTypeDesc.of(CD_void, CD_long, CD_int);
  }
}
