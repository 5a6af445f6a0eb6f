//! The fields of text chunks (PNG §11.3.3): keyword, compression, language, translated keyword, text.

use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use super::{BakingError, PngError};

/// The data of an uncompressed `iTXt` chunk without language and translated keyword (Open Badges 3.0 §5.3.1.1).
pub(super) fn compose(keyword: &str, text: &str) -> Vec<u8> {
    [keyword.as_bytes(), &[0; 5], text.as_bytes()].concat()
}

/// The keyword of any text chunk: what stands before the first zero byte.
pub(super) fn keyword(data: &[u8]) -> &[u8] {
    data.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The text of the `iTXt` chunk with these data, of at most `longest` bytes also after decompression. Open Badges 3.0
/// forbids compression, and other software writes it all the same.
pub(super) fn text(data: &[u8], longest: usize) -> Result<String, BakingError> {
    let (_, rest) = behind_zero(data).ok_or(PngError::Field("a zero byte behind the keyword"))?;
    let (compression, rest) = rest.split_first_chunk::<2>().ok_or(PngError::Field("a compression flag and method"))?;
    let (_language, rest) = behind_zero(rest).ok_or(PngError::Field("a zero byte behind the language tag"))?;
    let (_translated, rest) = behind_zero(rest).ok_or(PngError::Field("a zero byte behind the translated keyword"))?;
    let bytes = match compression {
        [0, _] if rest.len() > longest => return Err(BakingError::CredentialTooLarge { allowed: longest }),
        [0, _] => rest.to_vec(),
        [1, 0] => inflated(rest, longest)?,
        _ => return Err(PngError::Field("no compression, or that of zlib").into()),
    };
    String::from_utf8(bytes).map_err(|_| PngError::Field("text in UTF-8").into())
}

/// The text of the `tEXt` chunk with these data, which is in Latin-1.
pub(super) fn latin1(data: &[u8]) -> String {
    behind_zero(data).map(|(_, text)| text.iter().map(|byte| char::from(*byte)).collect()).unwrap_or_default()
}

fn behind_zero(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = data.iter().position(|byte| *byte == 0)?;
    Some((data.get(..end)?, data.get(end + 1..)?))
}

fn inflated(data: &[u8], longest: usize) -> Result<Vec<u8>, BakingError> {
    let mut bytes = Vec::new();
    let one_more = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    let read = ZlibDecoder::new(data).take(one_more).read_to_end(&mut bytes);
    if bytes.len() > longest {
        return Err(BakingError::CredentialTooLarge { allowed: longest });
    }
    read.map_err(|_| PngError::Field("text that zlib can decompress"))?;
    Ok(bytes)
}
