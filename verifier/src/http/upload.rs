//! What a form or a program sends to `/verify`: a picked or dropped file, pasted text, or the bytes themselves.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;

use super::FORM_BYTES;
use super::body::{self, BodyRefusal};

/// A form that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum UploadRefusal {
    /// The body was not taken.
    #[error(transparent)]
    Body(#[from] BodyRefusal),
    /// Not a form as browsers send it.
    #[error("the form could not be read")]
    Form,
}

/// The bytes to check: the file if one was given, else the pasted text, else (not a form at all) the body itself.
pub(super) async fn read(request: Request, allowed: usize) -> Result<Vec<u8>, UploadRefusal> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "multipart/form-data" => {
            let bytes = body::read(body, allowed + FORM_BYTES).await?;
            multipart(Request::from_parts(parts, Body::from(bytes))).await
        }
        "application/x-www-form-urlencoded" => {
            let bytes = body::read(body, allowed + FORM_BYTES).await?;
            Ok(urlencoded(&bytes))
        }
        _ => Ok(body::read(body, allowed).await?.into()),
    }
}

async fn multipart(request: Request) -> Result<Vec<u8>, UploadRefusal> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| UploadRefusal::Form)?;
    let (mut file, mut text) = (Bytes::new(), Bytes::new());
    while let Some(field) = form.next_field().await.map_err(|_| UploadRefusal::Form)? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.bytes().await.map_err(|_| UploadRefusal::Form)?;
        match name.as_str() {
            "file" => file = value,
            "text" => text = value,
            _ => {}
        }
    }
    Ok(if file.is_empty() { text } else { file }.into())
}

fn urlencoded(bytes: &[u8]) -> Vec<u8> {
    let text = url::form_urlencoded::parse(bytes).find(|(name, _)| name == "text");
    text.map(|(_, value)| value.into_owned().into_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(kind: &str, body: &str) -> Request {
        Request::post("/verify").header(header::CONTENT_TYPE, kind).body(Body::from(body.to_owned())).unwrap()
    }

    fn form(fields: &[(&str, &str)]) -> String {
        let fields = fields
            .iter()
            .map(|(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        fields.collect::<String>() + "--b--\r\n"
    }

    #[tokio::test]
    async fn a_file_goes_before_text_and_an_empty_file_does_not_count() {
        let kind = "multipart/form-data; boundary=b";
        let both = form(&[("text", "pasted"), ("file", "dropped")]);
        assert_eq!(read(request(kind, &both), 100).await, Ok(b"dropped".to_vec()));
        let pasted = form(&[("file", ""), ("text", "pasted"), ("other", "x")]);
        assert_eq!(read(request(kind, &pasted), 100).await, Ok(b"pasted".to_vec()));
    }

    #[tokio::test]
    async fn plain_forms_and_plain_bodies_are_read_too() {
        let sent = request("application/x-www-form-urlencoded; charset=utf-8", "text=%7B%22a%22%3A1%7D&x=y");
        assert_eq!(read(sent, 100).await, Ok(b"{\"a\":1}".to_vec()));
        assert_eq!(read(request("application/json", "{}"), 100).await, Ok(b"{}".to_vec()));
    }

    #[tokio::test]
    async fn broken_and_long_forms_are_refused() {
        assert_eq!(read(request("multipart/form-data", "x"), 100).await, Err(UploadRefusal::Form));
        assert_eq!(read(request("multipart/form-data; boundary=b", "--b\r\nx"), 100).await, Err(UploadRefusal::Form));
        let long = read(request("text/plain", "123"), 2).await;
        assert_eq!(long, Err(UploadRefusal::Body(BodyRefusal::TooLong(2))));
    }
}
