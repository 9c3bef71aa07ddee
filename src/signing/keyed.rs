//! A sum that only whoever has the secret can make: HMAC (RFC 2104) with SHA-256.

use crate::ledger::{Alg, Hash};
use zeroize::Zeroizing;

const BLOCK: usize = 64;

/// A secret to make sums under.
#[derive(Clone)]
pub struct Keyed(Zeroizing<Vec<u8>>);

impl Keyed {
    /// Of any bytes.
    pub fn by(secret: &[u8]) -> Self {
        let mut block = Zeroizing::new(vec![0; BLOCK]);
        if secret.len() > BLOCK {
            block[..32].copy_from_slice(&Alg::Sha256.digest(&[secret]).0);
        } else {
            block[..secret.len()].copy_from_slice(secret);
        }
        Self(block)
    }

    /// The sum of the parts as if they were one.
    pub fn sum(&self, parts: &[&[u8]]) -> Hash {
        let pad = |with: u8| Zeroizing::new(self.0.iter().map(|b| b ^ with).collect::<Vec<_>>());
        let (inner, outer) = (pad(0x36), pad(0x5c));
        let all: Vec<&[u8]> = std::iter::once(inner.as_slice()).chain(parts.iter().copied()).collect();
        Alg::Sha256.digest(&[&outer, &Alg::Sha256.digest(&all).0])
    }
}

#[cfg(test)]
mod tests {
    use super::Keyed;

    #[test]
    fn sums_are_those_of_rfc_4231() {
        for (secret, text, sum) in [
            (vec![0x0b; 20], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe".to_vec(),
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 131],
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            let (first, rest) = text.as_bytes().split_at(3);
            assert_eq!(Keyed::by(&secret).sum(&[first, rest]).to_string(), sum);
        }
    }
}
