//go:build wasm && !noasm

#include "textflag.h"

#define ARG(n, R) I64Load n; Set R
#define QUAD(R, off) Get R; I32WrapI64; V128Load $(off)
#define ADDC(R, n) Get R; I64Const $(n); I64Add; Set R
#define AGAIN(R) Get R; I64Const $1; I64Sub; Tee R; I64Eqz; I32Eqz; BrIf $0; End
#define CON(i) QUAD(R3, 16*i)

// EXP makes exp(V0 − V4) in V0 as expR(expClamp(x)) does; the constants stand at R3 in the order of softmaxTable.
#define POLY(i) Get V3; F32x4Mul; CON(i); F32x4Add
#define EXP \
	Get V0; Get V4; F32x4Sub; CON(0); F32x4Pmin; CON(1); F32x4Pmax; Set V0; \
	Get V0; CON(2); F32x4Mul; CON(3); F32x4Add; Set V1; \
	Get V1; CON(3); F32x4Sub; Set V2; \
	Get V2; CON(4); F32x4Mul; Get V2; CON(5); F32x4Mul; Get V0; F32x4Add; F32x4Add; Set V3; \
	CON(8); POLY(9); POLY(10); POLY(11); POLY(12); POLY(13); \
	Get V3; Get V3; F32x4Mul; F32x4Mul; Get V3; F32x4Add; CON(7); F32x4Add; \
	Get V1; CON(6); I32x4Add; I32Const $23; I32x4Shl; F32x4Mul; Set V0

// func softmax4(n int, row, table unsafe.Pointer) (top, sum float32)
// n ≥ 4. The last four numbers, V7, are a vector that overlaps the one before; of its exponentials the last n mod 4 count.
TEXT ·softmax4(SB), NOSPLIT, $0-32
	ARG(row+8(FP), R1)
	ARG(table+16(FP), R3)
	Get R1; I64Load n+0(FP); I64Const $2; I64Shl; I64Add; I64Const $16; I64Sub; Set R4
	QUAD(R4, 0); Tee V7; Set V4
	I64Load n+0(FP); I64Const $2; I64ShrU; Set R0
	Loop
		Get V4; QUAD(R1, 0); F32x4Pmax; Set V4
		ADDC(R1, 16)
	AGAIN(R0)
	Get V4; Get V4; CON(14); I8x16Swizzle; F32x4Pmax; Set V4
	Get V4; Get V4; CON(15); I8x16Swizzle; F32x4Pmax; Set V4
	V128Const $0, $0; Set V5
	ARG(row+8(FP), R1)
	I64Load n+0(FP); I64Const $2; I64ShrU; Set R0
	Loop
		QUAD(R1, 0); Set V0
		EXP
		Get R1; I32WrapI64; Get V0; V128Store $0, $0
		Get V5; Get V0; F32x4Add; Set V5
		ADDC(R1, 16)
	AGAIN(R0)
	I64Load n+0(FP); I64Const $3; I64And; Tee R0; I64Eqz; I32Eqz
	If
		Get V7; Set V0
		EXP
		Get R4; I32WrapI64; Get V0; V128Store $0, $0
		Get R3; Get R0; I64Const $4; I64Shl; I64Add; Set R3
		Get V5; Get V0; CON(15); I8x16Swizzle; F32x4Add; Set V5
	End
	Get SP; Get V4; F32x4ExtractLane $0, $0; F32Store top+24(FP)
	Get SP
	Get V5; F32x4ExtractLane $0, $0; Get V5; F32x4ExtractLane $0, $1; F32Add
	Get V5; F32x4ExtractLane $0, $2; Get V5; F32x4ExtractLane $0, $3; F32Add
	F32Add; F32Store sum+28(FP)
	RET
