//go:build wasm && !noasm

#include "textflag.h"

// The plainest loops over vectors, sixteen numbers a turn: the compiler makes the sums of addresses anew for each load and store.

#define ARG(n, R) I64Load n; Set R
#define AT(R) Get R; I32WrapI64
#define QUAD(R, off) AT(R); V128Load $(off)
#define ADDC(R, n) Get R; I64Const $(n); I64Add; Set R
#define AGAIN(R) Get R; I64Const $1; I64Sub; Tee R; I64Eqz; I32Eqz; BrIf $0; End

// func sgd16(n int, w, d unsafe.Pointer, lr float32)
#define SGD(off) AT(R1); QUAD(R1, off); Get V0; QUAD(R2, off); F32x4Mul; F32x4Sub; V128Store $0, $(off)
TEXT ·sgd16(SB), NOSPLIT, $0-28
	ARG(n+0(FP), R0)
	ARG(w+8(FP), R1)
	ARG(d+16(FP), R2)
	F32Load lr+24(FP); F32x4Splat; Set V0
	Loop
		SGD(0); SGD(16); SGD(32); SGD(48)
		ADDC(R1, 64); ADDC(R2, 64)
	AGAIN(R0)
	RET

// func axpy16(n int, z unsafe.Pointer, a float32, x, y unsafe.Pointer)
#define AXPY(off) AT(R1); QUAD(R3, off); Get V0; QUAD(R2, off); F32x4Mul; F32x4Add; V128Store $0, $(off)
TEXT ·axpy16(SB), NOSPLIT, $0-40
	ARG(n+0(FP), R0)
	ARG(z+8(FP), R1)
	F32Load a+16(FP); F32x4Splat; Set V0
	ARG(x+24(FP), R2)
	ARG(y+32(FP), R3)
	Loop
		AXPY(0); AXPY(16); AXPY(32); AXPY(48)
		ADDC(R1, 64); ADDC(R2, 64); ADDC(R3, 64)
	AGAIN(R0)
	RET

// func biasRelu16(rows, n int, x unsafe.Pointer, ld uintptr, b unsafe.Pointer)
#define RELU(off) AT(R3); QUAD(R3, off); QUAD(R4, off); F32x4Add; Tee V1; Get V1; Get V0; F32x4Gt; V128And; V128Store $0, $(off)
TEXT ·biasRelu16(SB), NOSPLIT, $0-40
	ARG(rows+0(FP), R0)
	ARG(x+16(FP), R1)
	ARG(ld+24(FP), R2)
	V128Const $0, $0; Set V0
	Loop
		Get R1; Set R3
		ARG(b+32(FP), R4)
		ARG(n+8(FP), R5)
		Loop
			RELU(0); RELU(16); RELU(32); RELU(48)
			ADDC(R3, 64); ADDC(R4, 64)
		AGAIN(R5)
		Get R1; Get R2; I64Add; Set R1
	AGAIN(R0)
	RET

// func reluBwd16(n int, y, dy unsafe.Pointer)
#define BWD(off) AT(R2); QUAD(R2, off); QUAD(R1, off); Get V0; F32x4Gt; V128And; V128Store $0, $(off)
TEXT ·reluBwd16(SB), NOSPLIT, $0-24
	ARG(n+0(FP), R0)
	ARG(y+8(FP), R1)
	ARG(dy+16(FP), R2)
	V128Const $0, $0; Set V0
	Loop
		BWD(0); BWD(16); BWD(32); BWD(48)
		ADDC(R1, 64); ADDC(R2, 64)
	AGAIN(R0)
	RET

// func relu16(n int, x, y unsafe.Pointer)
#define MAX0(off) AT(R2); QUAD(R1, off); Tee V1; Get V1; Get V0; F32x4Gt; V128And; V128Store $0, $(off)
TEXT ·relu16(SB), NOSPLIT, $0-24
	ARG(n+0(FP), R0)
	ARG(x+8(FP), R1)
	ARG(y+16(FP), R2)
	V128Const $0, $0; Set V0
	Loop
		MAX0(0); MAX0(16); MAX0(32); MAX0(48)
		ADDC(R1, 64); ADDC(R2, 64)
	AGAIN(R0)
	RET

// func shift16(n int, x unsafe.Pointer, b float32)
#define SHIFT(off) AT(R1); QUAD(R1, off); Get V0; F32x4Add; V128Store $0, $(off)
TEXT ·shift16(SB), NOSPLIT, $0-20
	ARG(n+0(FP), R0)
	ARG(x+8(FP), R1)
	F32Load b+16(FP); F32x4Splat; Set V0
	Loop
		SHIFT(0); SHIFT(16); SHIFT(32); SHIFT(48)
		ADDC(R1, 64)
	AGAIN(R0)
	RET
