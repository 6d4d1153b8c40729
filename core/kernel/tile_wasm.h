// What the micro-kernels of matrix products for wasm SIMD128 are made of.
//
// Two faults of the assembler of Go 1.27.4 are dealt with here:
//  - "V128Store $off" drops its offset (the operand is taken for the source), so write "V128Store $0, $off"; a lane likewise;
//  - V128Load32Splat is emitted without its two immediates (alignment, offset). SPLAT supplies them by a
//    "Block" with a chosen block type, which is the byte 0x02 (alignment 4) and the byte 0x80-x (the offset).
//    An assembler that is right makes an invalid module of this, which the first test shows; then
//    SPLAT becomes "V128Load32Splat $(off)". With -asmflags=PACKAGE=-D=SAFE two plain instructions are used (about 0.8 of the speed).

#ifdef SAFE
#define SPLAT(R, off) Get R; I32WrapI64; F32Load $(off); F32x4Splat; Set V10
#else
#define SPLAT(R, off) Get R; I32WrapI64; V128Load32Splat; Block $(0x80-(off)); Set V10
#endif
#define LOAD(R, off, V) Get R; I32WrapI64; V128Load $(off); Set V
#define STORE(R, off, V) Get R; I32WrapI64; Get V; V128Store $0, $(off)
#define ADD(R, S) Get R; Get S; I64Add; Set R
#define ADDC(R, n) Get R; I64Const $(n); I64Add; Set R
#define ZERO(V) V128Const $0, $0; Set V
#define NONZERO(R) Tee R; I64Eqz; I32Eqz
#define AGAIN(R) Get R; I64Const $1; I64Sub; NONZERO(R); BrIf $0; End
#define ARG(n, R) I64Load n; Set R

// R5: B, R6: its row stride in bytes, R8: C, R9: its row stride.
#define ROWB LOAD(R5, 0, V8); LOAD(R5, 16, V9); ADD(R5, R6)
#define MAC(C, B) Get C; Get V10; Get B; F32x4Mul; F32x4Add; Set C
#define ROW(R, off, C0, C1) SPLAT(R, off); MAC(C0, V8); MAC(C1, V9)
#define INIT Get R12; I64Eqz; If; ZERO(V0); ZERO(V1); ZERO(V2); ZERO(V3); ZERO(V4); ZERO(V5); ZERO(V6); ZERO(V7); Else; \
	IN(V0, V1); IN(V2, V3); IN(V4, V5); IN(V6, V7); End
#define IN(C0, C1) LOAD(R8, 0, C0); LOAD(R8, 16, C1); ADD(R8, R9)
#define OUT(C0, C1) STORE(R8, 0, C0); STORE(R8, 16, C1); ADD(R8, R9)

// Of A, rows at R1 … R4, and at R15 the fifth; off says which column.
#define STEPN(off) ROWB; ROW(R1, off, V0, V1); ROW(R2, off, V2, V3); ROW(R3, off, V4, V5); ROW(R4, off, V6, V7)
#define BUMPN(n) ADDC(R1, n); ADDC(R2, n); ADDC(R3, n); ADDC(R4, n)
#define STEP5(off) STEPN(off); ROW(R15, off, V11, V12)

// C at R14, of four rows and the fifth.
#define BEGIN Get R14; Set R8; INIT
#define BEGIN5 BEGIN; Get R12; I64Eqz; If; ZERO(V11); ZERO(V12); Else; IN(V11, V12); End
#define FINISH Get R14; Set R8; OUT(V0, V1); OUT(V2, V3); OUT(V4, V5); OUT(V6, V7)
