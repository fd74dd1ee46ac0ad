//! Style sheets, scripts, icons and fonts, compiled in and cached for good under the hash of them all.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// `assets/`: `own` is ours, `vendor` is laid out by `vendor.sh` and checked against `vendor.sha256`.
#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Changes when any file does, so that an address never stands for two contents.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = blake3::Hasher::new();
    for path in Files::iter() {
        if let Some(file) = Files::get(&path) {
            all.update(path.as_bytes());
            all.update(&file.metadata.sha256_hash());
        }
    }
    all.finalize().to_hex()[..16].to_owned()
});

/// The address of a file, for example `own/tovholder.css`.
pub(crate) fn address(path: &str) -> String {
    debug_assert!(Files::get(path).is_some(), "there is no asset {path}");
    format!("/static/{}/{path}", *VERSION)
}

/// `/static/{version}/{*path}`
pub(crate) async fn serve(Path((version, path)): Path<(String, String)>) -> Response {
    let Some(file) = Files::get(&path).filter(|_| version == *VERSION) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, file.data).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vendored files are those the script laid out; `RustEmbed` computes the same SHA-256 the manifest holds.
    #[test]
    fn vendored_files_are_what_the_manifest_says() {
        let manifest = include_str!("../vendor.sha256");
        let listed: std::collections::BTreeMap<_, _> = manifest
            .lines()
            .filter_map(|line| line.split_once("  "))
            .map(|(hash, path)| (path, hash))
            .collect();
        let mut seen = 0;
        for path in Files::iter().filter(|path| path.starts_with("vendor/")) {
            let bytes = Files::get(&path).unwrap().metadata.sha256_hash();
            let hash = blake3::Hash::from_bytes(bytes).to_hex().to_string();
            assert_eq!(listed.get(&*path), Some(&hash.as_str()), "{path}");
            seen += 1;
        }
        assert!(seen > 20, "{seen} files");
        assert_eq!(
            listed.len(),
            seen,
            "the manifest lists files that are not there"
        );
    }

    #[test]
    fn only_woff2_fonts_are_asked_for() {
        let file = Files::get("vendor/css/dkfds.min.css").unwrap();
        let text = String::from_utf8_lossy(&file.data);
        for wrong in [
            ".eot",
            ".woff)",
            ".ttf",
            "placeholder.png",
            "sourceMappingURL",
        ] {
            assert!(!text.contains(wrong), "{wrong}");
        }
    }
}
