//go:build wasm && !noasm

#include "textflag.h"

// The vectors of Go have no widening of float32 for wasm; the assembler has.

#define WIDE(off, V) Get R1; I32WrapI64; V128Load $(off); F64x2PromoteLowF32x4; Set V
#define SQUARE(S, V) Get S; Get V; Get V; F64x2Mul; F64x2Add; Set S
#define OUT(off, S) Get R2; I32WrapI64; Get S; V128Store $0, $(off)

// func squares(n int, x unsafe.Pointer, s *[8]float64)
// s[j] = Σ float64(x[8*i+j])² over i = 0 … n−1, n > 0. Reads 8 bytes more.
TEXT ·squares(SB), NOSPLIT, $0-24
	I64Load n+0(FP); Set R0
	I64Load x+8(FP); Set R1
	I64Load s+16(FP); Set R2
	V128Const $0, $0; Tee V0; Tee V1; Tee V2; Set V3
	Loop
		WIDE(0, V4); WIDE(8, V5); WIDE(16, V6); WIDE(24, V7)
		SQUARE(V0, V4); SQUARE(V1, V5); SQUARE(V2, V6); SQUARE(V3, V7)
		Get R1; I64Const $32; I64Add; Set R1
		Get R0; I64Const $1; I64Sub; Tee R0; I64Eqz; I32Eqz; BrIf $0
	End
	OUT(0, V0); OUT(16, V1); OUT(32, V2); OUT(48, V3)
	RET
