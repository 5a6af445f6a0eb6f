//! `tassel offer`.

use std::process::ExitCode;

use issuer::issuance::offer::{self, Wanted};
use serde_json::json;

use super::{Format, Offer};
use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::Output;

/// Makes an offer to one learner: redeeming it in their wallet will be their acceptance.
///
/// # Errors
/// When there is no such learner, nothing can be offered, or the source does not answer.
pub(crate) async fn run(options: Offer, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let Format::Ldp = options.format;
    let config = Config::load(place)?;
    let issuer = installation::issuer(place, &config, false).await?;
    let record = issuer.records().record(&options.learner).await?.ok_or_else(|| unknown(&options.learner))?;
    let packaged = issuer.package(&record).await?;
    let wanted = Wanted { configurations: options.credential, awards: options.award };
    let chosen = offer::choose(&packaged, &wanted)?;
    let made = offer::make_to_student(&issuer, &options.learner, &chosen, options.tx_code, issuer.now()).await?;
    let (urls, id) = (issuer.urls(), made.offer.public_id.as_str());
    let qr = urls.offer_qr(id);
    let answer = json!({
        "credential_offer_uri": urls.offer_link(id),
        "qr": qr,
        "page": urls.offer_page(id),
        "tx_code": made.tx_code,
        "expires_at": made.offer.expires_at.to_string(),
    });
    let code = made.tx_code.map(|code| format!("Transaction code: {code}\n")).unwrap_or_default();
    let picture = artefact::qr::terminal(&qr)?;
    let words = format!("{picture}\nPage: {}\n{code}Good until {}.", urls.offer_page(id), made.offer.expires_at);
    output.result(&answer, &words);
    Ok(ExitCode::SUCCESS)
}

fn unknown(learner: &str) -> AnyError {
    format!(
        "the record source lists no learner {learner}. Check the number; with a LIF API also the log of its query planner, \
         since a failure of one of its sources looks the same"
    )
    .into()
}
