//! Proof that a sign-in ends where it began: RFC 7636 with `S256`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Random text of 43 characters, from 32 random bytes; source: RFC 7636, section 4.1.
pub fn text_of(random: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// What a verifier's holder shows first; source: RFC 7636, section 4.2.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: RFC 7636, appendix B.
    #[test]
    fn is_what_the_standard_computes() {
        let random = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = text_of(random);
        assert_eq!(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
