//! What a first look needs: a key that works, and the lines to try it with.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use contract::{
    keys::{CreateKey, CreatedKey},
    operations::Role,
    partners::CUSTOM_INTEGRATION,
};
use http::StatusCode;

use crate::{
    stack::Facts,
    terminal::{answer, note},
    token::{self, Claims},
};

/// What the sample key may do; `users.list` is left out, for the call that is denied.
const PERMISSIONS: [&str; 4] =
    ["candidates.list", "candidates.retrieve", "applications.list", "jobs.list"];

/// The file that holds the sample key from run to run, readable by its owner.
pub fn file(state: &Path) -> PathBuf {
    state.join("sample-key")
}

/// Prints addresses, a key and commands; a key that cannot be made is no reason to end.
pub async fn show(facts: &Facts, state: &Path) {
    let urls = &facts.urls;
    answer(format!(
        "\nGranary is running.\n\
         \n  Admin page   {}\n  Admin API    {}\n  Harvest API  {}\n  Upstream     {}\n  DynamoDB     {}\n  Sign-in      {}\n",
        urls.page, urls.admin_api, urls.harvest_api, urls.upstream, urls.dynamodb, facts.identity
    ));
    match sample_key(facts, state).await {
        Ok(key) => answer(lines(facts, &key)),
        Err(error) => note(format!("No sample key could be made: {error:#}")),
    }
    answer("Ctrl-C stops everything; the data stays.");
}

fn lines(facts: &Facts, key: &str) -> String {
    let (admin, harvest) = (&facts.urls.admin_api, &facts.urls.harvest_api);
    let id = key.split('_').nth(1).unwrap_or_default();
    format!(
        "A key to try, which may list candidates and little else:\n\n  KEY={key}\n\n\
         Allowed:        curl -u \"$KEY:\" {harvest}/v1/candidates\n\
         Denied (403):   curl -u \"$KEY:\" {harvest}/v1/users\n\
         Revoke it:      curl -X POST -H \"Authorization: Bearer $(cargo dev token)\" {admin}/keys/{id}/revoke\n\
         Re-enable it:   curl -X POST -H \"Authorization: Bearer $(cargo dev token)\" {admin}/keys/{id}/reenable\n"
    )
}

async fn sample_key(facts: &Facts, state: &Path) -> anyhow::Result<String> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let path = file(state);
    if let Ok(key) = fs::read_to_string(&path)
        && works(&client, facts, &key).await?
    {
        return Ok(key);
    }
    let key = create(&client, facts).await?;
    keep(&path, &key).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(key)
}

async fn works(client: &reqwest::Client, facts: &Facts, key: &str) -> anyhow::Result<bool> {
    let url = format!("{}/v1/candidates?per_page=1", facts.urls.harvest_api);
    let reply = client.get(url).basic_auth(key, Some("")).send().await;
    Ok(reply.context("the Harvest API does not answer")?.status().is_success())
}

async fn create(client: &reqwest::Client, facts: &Facts) -> anyhow::Result<String> {
    let claims = Claims::of_group(Role::Manager.group(), &facts.issuer, &facts.client_id)?;
    let token = token::mint(&claims, &facts.identity_key)?;
    let body = CreateKey {
        api_type: "harvest".into(),
        partner: CUSTOM_INTEGRATION.into(),
        description: "Sample key".into(),
        permissions: Some(PERMISSIONS.map(str::to_owned).into()),
    };
    let request =
        client.post(format!("{}/keys", facts.urls.admin_api)).bearer_auth(token).json(&body);
    let reply = request.send().await.context("the admin API does not answer")?;
    if reply.status() != StatusCode::CREATED {
        bail!(
            "`POST /keys` answered {}: {}",
            reply.status(),
            reply.text().await.unwrap_or_default()
        );
    }
    let created: CreatedKey =
        reply.json().await.context("`POST /keys` answered something else than a key")?;
    Ok(created.key)
}

fn keep(path: &Path, key: &str) -> std::io::Result<()> {
    fs::remove_file(path).unwrap_or_default();
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?
        .write_all(key.as_bytes())
}

#[cfg(test)]
mod tests {
    use contract::catalogue::Permission;

    use super::*;

    #[test]
    fn the_sample_key_asks_for_what_exists_and_not_for_what_is_shown_denied() {
        for id in PERMISSIONS {
            assert!(id.parse::<Permission>().is_ok(), "{id}");
        }
        assert!("users.list".parse::<Permission>().is_ok() && !PERMISSIONS.contains(&"users.list"));
    }
}
