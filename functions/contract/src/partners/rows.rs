//! The rows of the partner list: named integrations, and the permissions that public pages list for them.
//!
//! Read on 23 November 2026 from the page each row names. Nothing is invented: where no
//! page lists permissions, the preset is [`Unlisted`].

use super::{CUSTOM_INTEGRATION, Partner, Preset::*, UNLISTED_VENDOR};

/// Integrations that Greenhouse's Partner box names, then its two general entries.
#[rustfmt::skip]
pub static PARTNERS: [Partner; 23] = [
    Partner {
        id: "hris_link", name: "HRIS Link",
        source: "https://support.greenhouse.io/hc/en-us/articles/360059988771-Create-a-Harvest-API-key-for-HRIS-Link",
        note: "permissions are pre-set by the dropdown choice and the page says to leave them alone; Expert tier with the HRIS Link add-on",
        preset: Unlisted,
    },
    Partner {
        id: "gem", name: "Gem",
        source: "https://support.gem.com/hc/en-us/articles/5352664945559-Harvest-API-Key-Required-Permissions",
        note: "the public list ends inside the Users group; an older revision also lists POST: Add Prospect",
        preset: Partial(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "applications.create", "applications.update", "applications.advance", "applications.transfer_to_job", "applications.move", "applications.convert_prospect", "applications.reject", "candidates.list", "candidates.retrieve", "candidates.update", "candidates.add_attachment", "candidates.create", "candidates.add_note", "candidates.add_email_note", "candidates.merge", "close_reasons.list", "custom_fields.list", "custom_fields.list_options", "departments.list", "departments.retrieve", "education.list_degrees", "education.list_disciplines", "education.list_schools", "email_templates.list", "email_templates.retrieve", "job_openings.list", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "offers.list", "offers.list_for_application", "offers.retrieve_current", "offers.retrieve", "offices.list", "offices.retrieve", "rejection_reasons.list", "scheduled_interviews.list", "scheduled_interviews.list_for_application", "scheduled_interviews.retrieve", "scorecards.list", "scorecards.list_for_application", "scorecards.retrieve", "sources.list", "tags.list", "tags.list_for_candidate", "tags.remove_from_candidate", "tags.add_to_candidate", "tracking_links.retrieve", "users.list", "users.retrieve", "user_permissions.list", "user_roles.list"]),
    },
    Partner {
        id: "goodtime_hire", name: "GoodTime Hire",
        source: "https://support.greenhouse.io/hc/en-us/articles/360049553892-GoodTime-Hire-integration",
        note: "GoodTime own guide counted 39 permissions in one revision and 45 in the Feb 2026 one",
        preset: Partial(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "applications.create", "candidates.list", "candidates.retrieve", "candidates.create", "candidates.add_note", "candidates.add_email_note", "departments.list", "departments.retrieve", "email_templates.list", "email_templates.retrieve", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "offices.list", "offices.retrieve", "scheduled_interviews.list", "scheduled_interviews.list_for_application", "scheduled_interviews.retrieve", "scheduled_interviews.create", "scheduled_interviews.update", "scheduled_interviews.delete", "sources.list", "tags.list_for_candidate"]),
    },
    Partner {
        id: "modernloop", name: "ModernLoop",
        source: "https://support.greenhouse.io/hc/en-us/articles/7092602686235-ModernLoop-integration",
        note: "the public list is cut after Job Posts; moved to Harvest v3 OAuth in 2026",
        preset: Partial(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "applications.advance", "applications.move", "candidates.list", "candidates.retrieve", "candidates.update", "candidates.create", "candidates.add_note", "candidates.add_email_note", "departments.list", "departments.retrieve", "email_templates.list", "email_templates.retrieve", "job_openings.list", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job"]),
    },
    Partner {
        id: "metaview", name: "Metaview",
        source: "https://support.greenhouse.io/hc/en-us/articles/8503004408859-Metaview-integration",
        note: "Demographic Data, EEOC and Email Templates are marked optional; choosing the partner pre-fills the description \"Metaview Harvest API Key\"; the public list is cut in Job Posts",
        preset: Partial(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "candidates.list", "candidates.retrieve", "candidates.add_note", "close_reasons.list", "demographic_data.list_questions", "demographic_data.retrieve_question", "demographic_data.list_options", "demographic_data.list_options_for_question", "demographic_data.retrieve_option", "demographic_data.list_answers", "demographic_data.list_answers_for_application", "demographic_data.retrieve_answer", "departments.list", "departments.retrieve", "eeoc.list", "eeoc.retrieve", "email_templates.list", "email_templates.retrieve", "job_openings.list", "job_posts.list"]),
    },
    Partner {
        id: "fivetran", name: "Fivetran",
        source: "https://support.greenhouse.io/hc/en-us/articles/360016398351-Enabling-the-Fivetran-integration",
        note: "Fivetran guide: Candidates required, Demographic Data optional and only on Expert; schema must be reloaded after permission changes",
        preset: Complete(&["candidates.list", "candidates.retrieve", "candidates.delete", "candidates.update", "candidates.add_attachment", "candidates.create", "candidates.add_note", "candidates.add_email_note", "candidates.add_education", "candidates.remove_education", "candidates.add_employment", "candidates.remove_employment", "candidates.create_prospect", "candidates.anonymize", "candidates.merge", "job_openings.list", "job_openings.retrieve", "job_openings.delete_v1", "job_openings.delete", "job_openings.update", "job_openings.create", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve"]),
    },
    Partner {
        id: "personio", name: "Personio",
        source: "https://support.greenhouse.io/hc/en-us/articles/360059727851-Personio-integration",
        note: "",
        preset: Complete(&["custom_fields.list", "custom_fields.retrieve", "custom_fields.create", "custom_fields.update", "custom_fields.delete", "custom_fields.list_options", "custom_fields.create_options", "custom_fields.update_options", "custom_fields.delete_options"]),
    },
    Partner {
        id: "rolepoint", name: "RolePoint",
        source: "https://support.greenhouse.io/hc/en-us/articles/360030635652-RolePoint",
        note: "",
        preset: Complete(&["applications.list", "applications.retrieve", "applications.create", "applications.update", "applications.advance", "applications.transfer_to_job", "applications.move", "candidates.list", "candidates.retrieve", "candidates.update", "candidates.add_attachment", "candidates.create", "candidates.add_note", "candidates.create_prospect", "candidates.merge", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "jobs.list", "jobs.retrieve", "jobs.retrieve_hiring_team", "sources.list", "users.list", "users.retrieve"]),
    },
    Partner {
        id: "seekout", name: "SeekOut",
        source: "https://support.seekout.io/hc/en-us/articles/4423683828365--Greenhouse-Inbound-Talent",
        note: "set for the Inbound Talent product; other SeekOut products differ",
        preset: Complete(&["applications.list", "applications.retrieve", "applications.update", "applications.advance", "applications.transfer_to_job", "applications.move", "applications.reject", "applications.unreject", "candidates.list", "candidates.retrieve", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "users.list", "users.retrieve"]),
    },
    Partner {
        id: "coderbyte", name: "Coderbyte",
        source: "https://support.greenhouse.io/hc/en-us/articles/16418336845595-Coderbyte-integration",
        note: "",
        preset: Complete(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "applications.transfer_to_job", "applications.move", "candidates.list", "candidates.retrieve", "candidates.update", "candidates.add_note", "job_openings.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve"]),
    },
    Partner {
        id: "candidate_fyi", name: "candidate.fyi",
        source: "https://support.greenhouse.io/hc/en-us/articles/18431649269275-candidate-fyi-integration",
        note: "the public list is cut at Rejection Reasons",
        preset: Partial(&["applications.list", "applications.retrieve", "candidates.list", "candidates.retrieve", "departments.list", "departments.retrieve", "job_openings.list", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "jobs.retrieve_hiring_team", "offers.list", "offers.list_for_application", "offers.retrieve_current", "offers.retrieve", "offices.list", "offices.retrieve", "rejection_reasons.list", "scheduled_interviews.list", "scheduled_interviews.list_for_application", "scheduled_interviews.retrieve", "tags.list", "tags.list_for_candidate", "users.list", "users.retrieve", "user_permissions.list"]),
    },
    Partner {
        id: "clearchecks", name: "ClearChecks",
        source: "https://support.greenhouse.io/hc/en-us/articles/18126232766363-ClearChecks-integration",
        note: "",
        preset: Complete(&["candidates.add_note", "custom_fields.create", "custom_fields.delete", "users.list"]),
    },
    Partner {
        id: "backgroundchecks_com", name: "BackgroundChecks.com",
        source: "https://support.greenhouse.io/hc/en-us/articles/18126232766363",
        note: "later revision of the ClearChecks page",
        preset: Complete(&["candidates.add_note", "custom_fields.create", "custom_fields.delete", "users.list"]),
    },
    Partner {
        id: "refapp", name: "Refapp",
        source: "https://support.refapp.com/knowledge/how-do-i-update-the-greenhouse-integration-to-version-2.0",
        note: "",
        preset: Complete(&["activity_feed.retrieve", "candidates.retrieve", "users.retrieve"]),
    },
    Partner {
        id: "talentwall", name: "TalentWall",
        source: "https://support.crosschq.com/knowledge/recruiting-analytics-greenhouse-api",
        note: "used by Crosschq Recruiting Analytics; the public list is cut at Offices",
        preset: Partial(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "candidates.list", "candidates.retrieve", "close_reasons.list", "custom_fields.list", "custom_fields.list_options", "demographic_data.list_sets", "demographic_data.retrieve_set", "demographic_data.list_questions", "demographic_data.list_questions_for_set", "demographic_data.retrieve_question", "demographic_data.list_options", "demographic_data.list_options_for_question", "demographic_data.retrieve_option", "demographic_data.list_answers", "demographic_data.list_answers_for_application", "demographic_data.retrieve_answer", "departments.list", "departments.retrieve", "eeoc.list", "eeoc.retrieve", "job_openings.list", "job_posts.list", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "jobs.retrieve_hiring_team", "offers.list", "offers.list_for_application", "offers.retrieve_current", "offers.retrieve"]),
    },
    Partner {
        id: "hipeople", name: "HiPeople",
        source: "https://docs.hipeople.io/en/articles/12641256-greenhouse-pull-integration",
        note: "",
        preset: Complete(&["activity_feed.retrieve", "applications.list", "applications.retrieve", "applications.delete", "applications.create", "applications.update", "applications.advance", "applications.transfer_to_job", "applications.move", "applications.convert_prospect", "applications.add_attachment", "applications.hire", "applications.reject", "applications.update_rejection", "applications.unreject", "candidates.list", "candidates.retrieve", "candidates.delete", "candidates.update", "candidates.add_attachment", "candidates.create", "candidates.add_note", "candidates.add_email_note", "candidates.add_education", "candidates.remove_education", "candidates.add_employment", "candidates.remove_employment", "candidates.create_prospect", "candidates.anonymize", "candidates.merge", "job_posts.list", "job_posts.retrieve", "job_posts.list_for_job", "job_posts.retrieve_for_job", "job_posts.list_custom_locations", "job_posts.update_v1", "job_posts.update", "job_posts.update_status", "job_stages.list", "job_stages.list_for_job", "job_stages.retrieve", "jobs.list", "jobs.retrieve", "jobs.update", "jobs.create", "jobs.retrieve_hiring_team", "jobs.replace_hiring_team", "jobs.add_hiring_team", "jobs.remove_hiring_team", "rejection_reasons.list"]),
    },
    Partner {
        id: "hired", name: "Hired",
        source: "https://support.greenhouse.io/hc/en-us/articles/203639815-Hired-integration",
        note: "permissions assigned automatically on choosing the partner",
        preset: Unlisted,
    },
    Partner {
        id: "refer", name: "Refer",
        source: "https://support.greenhouse.io/hc/en-us/articles/15205531994267",
        note: "no public list",
        preset: Unlisted,
    },
    Partner {
        id: "celential_ai", name: "Celential.ai",
        source: "https://support.greenhouse.io/hc/en-us/articles/115004642383-Celential-ai-integration",
        note: "whole groups plus Users > Retrieve and List; group names are not public",
        preset: Unlisted,
    },
    Partner {
        id: "connectifier", name: "Connectifier",
        source: "https://support.greenhouse.io/hc/en-us/articles/215799263-Connectifier-integration",
        note: "page sends the customer to the vendor for the list",
        preset: Unlisted,
    },
    Partner {
        id: "employee_referrals", name: "Employee Referrals",
        source: "https://support.greenhouse.io/hc/en-us/articles/216442443-EmployeeReferrals",
        note: "",
        preset: Unlisted,
    },
    Partner {
        id: UNLISTED_VENDOR, name: "Unlisted vendor",
        source: "",
        note: "",
        preset: General,
    },
    Partner {
        id: CUSTOM_INTEGRATION, name: "Custom integration",
        source: "",
        note: "",
        preset: General,
    },
];
