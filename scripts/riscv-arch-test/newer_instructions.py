"""Instructions that an older assembler does not know, as numbers (binutils before 2.42).

Zicond, Zimop, Zcmop, Zcb and Zfa, with literal operands as they stand in preprocessed tests.
"""

import re

NAMES = dict(zip("zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split(), range(32)))
FORMATS = {"s": 0, "d": 1, "h": 2}
ROUNDING = {"rne": 0, "rtz": 1, "rdn": 2, "rup": 3, "rmm": 4, "dyn": 7}
OP, OP_FP, SYSTEM = 0x33, 0x53, 0x73
# What fli can load, by its number; number 1 is the smallest normal one of its format.
LOADABLE = [-1.0, None, 2**-16, 2**-15, 2**-8, 2**-7, 2**-4, 2**-3, 0.25, 0.3125, 0.375, 0.4375, 0.5, 0.625, 0.75]
LOADABLE += [0.875, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 8.0, 16.0, 128.0, 256.0, 2**15, 2**16]
COMPRESSED_UNARY = {"c.zext.b": 0, "c.sext.b": 1, "c.zext.h": 2, "c.sext.h": 3, "c.zext.w": 4, "c.not": 5}
COMPRESSED_MEMORY = {"c.lbu": (0, None), "c.lhu": (1, 0), "c.lh": (1, 1), "c.sb": (2, None), "c.sh": (3, 0)}


def register(text):
    numbered = re.fullmatch(r"[xf](\d+)", text)
    return int(numbered.group(1)) if numbered else NAMES[text]


def small(text):
    """One of the eight registers that most compressed forms can name."""
    number = register(text)
    if not 8 <= number <= 15:
        raise ValueError(text)
    return number - 8


def wide(opcode, funct3, funct7, rd, rs1, rs2):
    return f".4byte {funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode:#010x}"


def narrow(value):
    return f".2byte {value:#06x}"


def constant(text):
    if text == "min":
        return 1
    if text in ("inf", "nan"):
        return 30 + ("inf", "nan").index(text)
    return LOADABLE.index(float.fromhex(text) if "x" in text else float(text))


def floating(name, operands):
    stem, format = name.rsplit(".", 1)
    funct7 = FORMATS[format]
    rd = register(operands[0])
    if stem == "fli":
        return wide(OP_FP, 0, 0x78 | funct7, rd, constant(operands[1]), 1)
    rs1 = register(operands[1])
    if stem in ("fround", "froundnx"):
        mode = ROUNDING[operands[2] if len(operands) > 2 else "dyn"]
        return wide(OP_FP, mode, 0x20 | funct7, rd, rs1, 4 + (stem == "froundnx"))
    base, funct3 = {"fminm": (0x14, 2), "fmaxm": (0x14, 3), "fleq": (0x50, 4), "fltq": (0x50, 5)}[stem]
    return wide(OP_FP, funct3, base | funct7, rd, rs1, register(operands[2]))


def may_be(name, operands):
    number = int(name.rsplit(".", 1)[1])
    if name.startswith("c.mop"):
        return narrow(0x6001 | number << 7)
    rd, rs1 = register(operands[0]), register(operands[1])
    if name.startswith("mop.rr"):
        funct7 = 0x41 | (number >> 2) << 5 | (number & 3) << 1
        return wide(SYSTEM, 4, funct7, rd, rs1, register(operands[2]))
    funct7 = 0x40 | (number >> 4) << 5 | (number >> 2 & 3) << 1
    return wide(SYSTEM, 4, funct7, rd, rs1, 0x1C | number & 3)


def compressed_memory(name, operands):
    group, bit6 = COMPRESSED_MEMORY[name]
    offset, base = re.fullmatch(r"(.*)\((\w+)\)", operands[1].replace(" ", "")).groups()
    offset = int(offset, 0) if offset else 0
    if bit6 is None:
        low = (offset & 1) << 6 | (offset >> 1 & 1) << 5
    else:
        low = bit6 << 6 | (offset >> 1 & 1) << 5
    return narrow(0x8000 | group << 10 | small(base) << 7 | low | small(operands[0]) << 2)


def encoded(name, operands):
    if name in ("czero.eqz", "czero.nez"):
        return wide(OP, 5 if name == "czero.eqz" else 7, 7, *map(register, operands))
    if name == "fcvtmod.w.d":
        return wide(OP_FP, 1, 0x61, register(operands[0]), register(operands[1]), 8)
    if name.startswith(("mop.", "c.mop.")):
        return may_be(name, operands)
    if name in COMPRESSED_UNARY:
        return narrow(0x9C61 | small(operands[0]) << 7 | COMPRESSED_UNARY[name] << 2)
    if name == "c.mul":
        return narrow(0x9C41 | small(operands[0]) << 7 | small(operands[1]) << 2)
    if name in COMPRESSED_MEMORY:
        return compressed_memory(name, operands)
    return floating(name, operands)


INSTRUCTION = re.compile(
    r"(?<![\w.])(czero\.(?:eqz|nez)|mop\.rr?\.\d+|c\.mop\.\d+|c\.(?:[zs]ext\.[bhw]|not|mul|lbu|lhu?|sb|sh)"
    r"|f(?:li|minm|maxm|round|roundnx|leq|ltq)\.[sdh]|fcvtmod\.w\.d)(?![\w.])([^;\n]*)"
)


def rewrite(text):
    """Preprocessed assembly with those instructions as numbers; what cannot be read stays."""

    def replace(found):
        name, rest = found.groups()
        rest = rest.split("#")[0].strip()
        try:
            return encoded(name, [part.strip() for part in rest.split(",") if part.strip()])
        except (ValueError, KeyError, IndexError, AttributeError):
            return found.group(0)

    return INSTRUCTION.sub(replace, text)
