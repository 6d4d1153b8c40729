//go:build wasm && !noasm

#include "textflag.h"

#define ARG(n, R) I64Load n; Set R
#define BYTES(n, R) I64Load n; I64Const $2; I64Shl; Set R
#define COPY(R, S) Get R; Set S
#define ADD(R, S) Get R; Get S; I64Add; Set R
#define ADDC(R, n) Get R; I64Const $(n); I64Add; Set R
#define NUMBER(R) Get R; I32WrapI64; F32Load $0
#define AGAIN(R) Get R; I64Const $1; I64Sub; Tee R; I64Eqz; I32Eqz; BrIf $0; End

// DOT makes the sum of R9 products in F0, of the numbers at R1, R10 apart, and at R3, R11 apart.
#define DOT \
	F32Const $(0.0); Set F0; \
	Loop; \
		Get F0; NUMBER(R1); NUMBER(R3); F32Mul; F32Add; Set F0; \
		ADD(R1, R10); ADD(R3, R11); \
	AGAIN(R9)

// PRODUCT makes R7×R8 sums: rows begin at R2, R12 apart, columns at R4, R13 apart; they go to R5.
#define PRODUCT(terms) \
	Loop; \
		Get R4; Set R14; \
		COPY(R8, R15); \
		Loop; \
			COPY(R2, R1); COPY(R14, R3); ARG(terms, R9); \
			DOT; \
			Get R5; I32WrapI64; Get F0; F32Store $0; \
			ADDC(R5, 4); ADD(R14, R13); \
		AGAIN(R15); \
		ADD(R2, R12); \
	AGAIN(R7)

// func fewForward(rows, in, out int, x, w, b, y unsafe.Pointer)
TEXT ·fewForward(SB), NOSPLIT, $0-56
	ARG(rows+0(FP), R7)
	ARG(x+24(FP), R2)
	ARG(y+48(FP), R5)
	BYTES(in+8(FP), R12)
	BYTES(out+16(FP), R11)
	I64Const $4; Set R10
	Loop
		ARG(w+32(FP), R4)
		ARG(b+40(FP), R6)
		ARG(out+16(FP), R8)
		Loop
			COPY(R2, R1); COPY(R4, R3); ARG(in+8(FP), R9)
			DOT
			Get R5; I32WrapI64; Get F0; NUMBER(R6); F32Add; F32Store $0
			ADDC(R5, 4); ADDC(R4, 4); ADDC(R6, 4)
		AGAIN(R8)
		ADD(R2, R12)
	AGAIN(R7)
	RET

// func fewBackward(rows, in, out int, x, dy, w, dw, gb, dx unsafe.Pointer)
TEXT ·fewBackward(SB), NOSPLIT, $0-72
	// g = xᵀdy
	ARG(in+8(FP), R7)
	ARG(out+16(FP), R8)
	ARG(x+24(FP), R2)
	ARG(dy+32(FP), R4)
	ARG(dw+48(FP), R5)
	BYTES(in+8(FP), R10)
	BYTES(out+16(FP), R11)
	I64Const $4; Set R12
	I64Const $4; Set R13
	PRODUCT(rows+0(FP))
	// gb
	ARG(out+16(FP), R8)
	ARG(dy+32(FP), R4)
	ARG(gb+56(FP), R5)
	Loop
		COPY(R4, R3); ARG(rows+0(FP), R9)
		F32Const $(0.0); Set F0
		Loop
			Get F0; NUMBER(R3); F32Add; Set F0
			ADD(R3, R11)
		AGAIN(R9)
		Get R5; I32WrapI64; Get F0; F32Store $0
		ADDC(R5, 4); ADDC(R4, 4)
	AGAIN(R8)
	// dx = dy·Wᵀ
	ARG(dx+64(FP), R5)
	Get R5; I64Eqz; I32Eqz
	If
		COPY(R11, R12)
		COPY(R11, R13)
		I64Const $4; Set R10
		I64Const $4; Set R11
		ARG(rows+0(FP), R7)
		ARG(in+8(FP), R8)
		ARG(dy+32(FP), R2)
		ARG(w+40(FP), R4)
		PRODUCT(out+16(FP))
	End
	RET
