//! The sample organization, one file for each family of objects.
//!
//! A record is made from its index; whatever it refers to follows from that index too,
//! so that ids agree wherever they appear. No record is a real person's.

pub(super) mod activity;
pub(super) mod applications;
pub(super) mod approvals;
pub(super) mod attachments;
pub(super) mod candidates;
pub(super) mod custom_fields;
pub(super) mod demographics;
pub(super) mod departments;
pub(super) mod education;
pub(super) mod eeoc;
pub(super) mod email_templates;
pub(super) mod hierarchy;
pub(super) mod hiring_team;
pub(super) mod interviews;
pub(super) mod job_posts;
pub(super) mod job_stages;
pub(super) mod jobs;
pub(super) mod offers;
pub(super) mod offices;
pub(super) mod openings;
pub(super) mod people;
pub(super) mod progress;
pub(super) mod prospect_pools;
pub(super) mod reasons;
pub(super) mod scorecards;
pub(super) mod sources;
pub(super) mod tags;
pub(super) mod user_permissions;
pub(super) mod users;

use super::routes::Route;

/// The answers of all families; together they are the catalogue.
pub(super) const FAMILIES: [&[Route]; 27] = [
    activity::ROUTES,
    applications::ROUTES,
    approvals::ROUTES,
    attachments::ROUTES,
    candidates::ROUTES,
    custom_fields::ROUTES,
    demographics::ROUTES,
    departments::ROUTES,
    education::ROUTES,
    eeoc::ROUTES,
    email_templates::ROUTES,
    hiring_team::ROUTES,
    interviews::ROUTES,
    job_posts::ROUTES,
    job_stages::ROUTES,
    jobs::ROUTES,
    offers::ROUTES,
    offices::ROUTES,
    openings::ROUTES,
    progress::ROUTES,
    prospect_pools::ROUTES,
    reasons::ROUTES,
    scorecards::ROUTES,
    sources::ROUTES,
    tags::ROUTES,
    user_permissions::ROUTES,
    users::ROUTES,
];
