//! The checksum of a response code: that of bech32m, a BCH code over symbols of five bits,
//! with `pa1` for its human-readable part.
//!
//! The state after some symbols is 30 bits. Each step is linear and can be taken back, so
//! that what is wrong with a code is found from both ends: see [`super::damage`].

/// How many symbols the checksum has.
pub const LENGTH: usize = 6;
/// The state after the letters `pa1`, which are spread over seven symbols.
pub const START: u32 = after(after_all(1, [3, 3, 1, 0, 16, 1]), 17);
/// The state after a whole code.
pub const END: u32 = 0x2bc8_30a3;

/// The remainder that each symbol leaves behind when it is pushed out of the state.
const REMAINDERS: [u32; 32] = {
    const OF_BITS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let mut res = [0; 32];
    let mut symbol = 0;
    while symbol < 32 {
        let mut bit = 0;
        while bit < 5 {
            if symbol >> bit & 1 == 1 {
                res[symbol] ^= OF_BITS[bit];
            }
            bit += 1;
        }
        symbol += 1;
    }
    res
};

/// The state after one more symbol.
pub const fn after(state: u32, symbol: u8) -> u32 {
    ((state & 0x1ff_ffff) << 5) ^ symbol as u32 ^ REMAINDERS[(state >> 25 & 31) as usize]
}

const fn after_all(mut state: u32, symbols: [u8; 6]) -> u32 {
    let mut i = 0;
    while i < symbols.len() {
        state = after(state, symbols[i]);
        i += 1;
    }
    state
}

/// The state before `symbol` led to `state`.
pub fn before(state: u32, symbol: u8) -> u32 {
    let state = state ^ u32::from(symbol);
    let pushed = REMAINDERS.iter().enumerate().find(|it| (it.1 ^ state) & 31 == 0);
    let (pushed, remainder) = pushed.map_or((0, 0), |it| (it.0 as u32, *it.1));
    (state ^ remainder) >> 5 | pushed << 25
}

/// Whether `symbols`, with their checksum, are a whole code.
pub fn holds<'a>(symbols: impl IntoIterator<Item = &'a u8>) -> bool {
    symbols.into_iter().fold(START, |state, it| after(state, *it)) == END
}

/// The checksum that makes `symbols` a whole code.
pub fn of(symbols: &[u8]) -> [u8; LENGTH] {
    let open = symbols.iter().chain(&[0; LENGTH]).fold(START, |state, it| after(state, *it));
    std::array::from_fn(|i| ((open ^ END) >> (5 * (LENGTH - 1 - i)) & 31) as u8)
}
