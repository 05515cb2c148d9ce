//! The rows of the catalogue: one endpoint each, in the order of Harvest's own page.
//!
//! Source: <https://developers.greenhouse.io/harvest.html> as of 20 January 2026, with
//! the deprecated v1 paths that its change log still names. Adding an endpoint is one
//! row; a released id never changes.

use super::{Endpoint, Method::*, endpoint};

/// Every endpoint a key can be permitted, grouped as Harvest's page groups them.
#[rustfmt::skip]
pub static ENDPOINTS: [Endpoint; 142] = [
    // Activity Feed
    endpoint("activity_feed.retrieve", "Activity Feed", "Retrieve Activity Feed", Get, "/v1/candidates/{id}/activity_feed"),
    // Applications
    endpoint("applications.list", "Applications", "List Applications", Get, "/v1/applications"),
    endpoint("applications.retrieve", "Applications", "Retrieve Application", Get, "/v1/applications/{id}"),
    endpoint("applications.delete", "Applications", "Delete Application", Delete, "/v1/applications/{id}"),
    endpoint("applications.create", "Applications", "Add Application to Candidate/Prospect", Post, "/v1/candidates/{id}/applications"),
    endpoint("applications.update", "Applications", "Update Application", Patch, "/v1/applications/{id}"),
    endpoint("applications.advance", "Applications", "Advance Application", Post, "/v1/applications/{id}/advance"),
    endpoint("applications.transfer_to_job", "Applications", "Move Application (Different Job)", Post, "/v1/applications/{id}/transfer_to_job"),
    endpoint("applications.move", "Applications", "Move Application (Same Job)", Post, "/v1/applications/{id}/move"),
    endpoint("applications.convert_prospect", "Applications", "Convert Prospect To Candidate", Patch, "/v1/applications/{id}/convert_prospect"),
    endpoint("applications.add_attachment", "Applications", "Add Attachment to Application", Post, "/v1/applications/{id}/attachments"),
    endpoint("applications.hire", "Applications", "Hire Application", Post, "/v1/applications/{id}/hire"),
    endpoint("applications.reject", "Applications", "Reject Application", Post, "/v1/applications/{id}/reject"),
    endpoint("applications.update_rejection", "Applications", "Update Rejection Reason", Patch, "/v1/applications/{id}/reject"),
    endpoint("applications.unreject", "Applications", "Unreject Application", Post, "/v1/applications/{id}/unreject"),
    // Approvals
    endpoint("approvals.list_for_job", "Approvals", "List Approvals For Job", Get, "/v1/jobs/{id}/approval_flows"),
    endpoint("approvals.retrieve", "Approvals", "Retrieve Approval Flow", Get, "/v1/approval_flows/{id}"),
    endpoint("approvals.request", "Approvals", "Request Approvals", Post, "/v1/approval_flows/{id}/request_approvals"),
    endpoint("approvals.list_pending", "Approvals", "Pending Approvals For User", Get, "/v1/users/{user_id}/pending_approvals"),
    endpoint("approvals.replace_approver", "Approvals", "Replace an approver in an approver group", Put, "/v1/approver_groups/{approver_group_id}/replace_approvers"),
    endpoint("approvals.replace_flow", "Approvals", "Create or replace an approval flow", Put, "/v1/jobs/{job_id}/approval_flows"),
    // Candidates
    endpoint("candidates.list", "Candidates", "List Candidates", Get, "/v1/candidates"),
    endpoint("candidates.retrieve", "Candidates", "Retrieve Candidate", Get, "/v1/candidates/{id}"),
    endpoint("candidates.delete", "Candidates", "Delete Candidate", Delete, "/v1/candidates/{id}"),
    endpoint("candidates.update", "Candidates", "Edit Candidate", Patch, "/v1/candidates/{id}"),
    endpoint("candidates.add_attachment", "Candidates", "Add Attachment", Post, "/v1/candidates/{id}/attachments"),
    endpoint("candidates.create", "Candidates", "Add Candidate", Post, "/v1/candidates"),
    endpoint("candidates.add_note", "Candidates", "Add Note", Post, "/v1/candidates/{id}/activity_feed/notes"),
    endpoint("candidates.add_email_note", "Candidates", "Add E-mail Note", Post, "/v1/candidates/{id}/activity_feed/emails"),
    endpoint("candidates.add_education", "Candidates", "Add Education", Post, "/v1/candidates/{id}/educations"),
    endpoint("candidates.remove_education", "Candidates", "Remove Education From Candidate", Delete, "/v1/candidates/{candidate_id}/educations/{education_id}"),
    endpoint("candidates.add_employment", "Candidates", "Add Employment", Post, "/v1/candidates/{id}/employments"),
    endpoint("candidates.remove_employment", "Candidates", "Remove Employment From Candidate", Delete, "/v1/candidates/{candidate_id}/employments/{employment_id}"),
    endpoint("candidates.create_prospect", "Candidates", "Add Prospect", Post, "/v1/prospects"),
    endpoint("candidates.anonymize", "Candidates", "Anonymize Candidate", Put, "/v1/candidates/{id}/anonymize"),
    endpoint("candidates.merge", "Candidates", "Merge Candidates", Put, "/v1/candidates/merge"),
    // Close Reasons
    endpoint("close_reasons.list", "Close Reasons", "List Close Reasons", Get, "/v1/close_reasons"),
    // Custom Fields
    endpoint("custom_fields.list", "Custom Fields", "List Custom Fields", Get, "/v1/custom_fields/{field_type}"),
    endpoint("custom_fields.retrieve", "Custom Fields", "Retrieve Custom Field", Get, "/v1/custom_field/{id}"),
    endpoint("custom_fields.create", "Custom Fields", "Create Custom Field", Post, "/v1/custom_fields"),
    endpoint("custom_fields.update", "Custom Fields", "Update Custom Field", Patch, "/v1/custom_fields/{id}"),
    endpoint("custom_fields.delete", "Custom Fields", "Delete Custom Field", Delete, "/v1/custom_fields/{id}"),
    endpoint("custom_fields.list_options", "Custom Fields", "List Custom Field Options", Get, "/v1/custom_field/{id}/custom_field_options"),
    endpoint("custom_fields.create_options", "Custom Fields", "Create Custom Field Options", Post, "/v1/custom_field/{id}/custom_field_options"),
    endpoint("custom_fields.update_options", "Custom Fields", "Update Custom Field Options", Patch, "/v1/custom_field/{id}/custom_field_options"),
    endpoint("custom_fields.delete_options", "Custom Fields", "Remove Custom Field Options", Delete, "/v1/custom_field/{id}/custom_field_options"),
    // Demographic Data
    endpoint("demographic_data.list_sets", "Demographic Data", "List Demographic Question Sets", Get, "/v1/demographics/question_sets"),
    endpoint("demographic_data.retrieve_set", "Demographic Data", "Retrieve Demographic Question Set", Get, "/v1/demographics/question_sets/{id}"),
    endpoint("demographic_data.list_questions", "Demographic Data", "List Demographic Questions", Get, "/v1/demographics/questions"),
    endpoint("demographic_data.list_questions_for_set", "Demographic Data", "List Demographic Questions For Demographic Question Set", Get, "/v1/demographics/question_sets/{id}/questions"),
    endpoint("demographic_data.retrieve_question", "Demographic Data", "Retrieve Demographic Question", Get, "/v1/demographics/questions/{id}"),
    endpoint("demographic_data.list_options", "Demographic Data", "List Demographic Answer Options", Get, "/v1/demographics/answer_options"),
    endpoint("demographic_data.list_options_for_question", "Demographic Data", "List Demographic Answer Options For Demographic Question", Get, "/v1/demographics/questions/{id}/answer_options"),
    endpoint("demographic_data.retrieve_option", "Demographic Data", "Retrieve Demographic Answer Option", Get, "/v1/demographics/answer_options/{id}"),
    endpoint("demographic_data.list_answers", "Demographic Data", "List Demographic Answers", Get, "/v1/demographics/answers"),
    endpoint("demographic_data.list_answers_for_application", "Demographic Data", "List Demographic Answers For Application", Get, "/v1/applications/{id}/demographics/answers"),
    endpoint("demographic_data.retrieve_answer", "Demographic Data", "Retrieve Demographic Answer", Get, "/v1/demographics/answers/{id}"),
    // Departments
    endpoint("departments.list", "Departments", "List Departments", Get, "/v1/departments"),
    endpoint("departments.retrieve", "Departments", "Retrieve Department", Get, "/v1/departments/{id}"),
    endpoint("departments.update", "Departments", "Edit Department", Patch, "/v1/departments/{id}"),
    endpoint("departments.create", "Departments", "Add Department", Post, "/v1/departments"),
    // Education
    endpoint("education.list_degrees", "Education", "List Degrees", Get, "/v1/degrees"),
    endpoint("education.list_disciplines", "Education", "List Disciplines", Get, "/v1/disciplines"),
    endpoint("education.list_schools", "Education", "List Schools", Get, "/v1/schools"),
    // EEOC
    endpoint("eeoc.list", "EEOC", "List EEOC", Get, "/v1/eeoc"),
    endpoint("eeoc.retrieve", "EEOC", "Retrieve EEOC Data for Application", Get, "/v1/applications/{id}/eeoc"),
    // Email Templates
    endpoint("email_templates.list", "Email Templates", "List Email Templates", Get, "/v1/email_templates"),
    endpoint("email_templates.retrieve", "Email Templates", "Retrieve Email Template", Get, "/v1/email_templates/{id}"),
    // Job Openings
    endpoint("job_openings.list", "Job Openings", "List Job Openings", Get, "/v1/jobs/{job_id}/openings"),
    endpoint("job_openings.retrieve", "Job Openings", "Single Opening For Job", Get, "/v1/jobs/{job_id}/openings/{id}"),
    endpoint("job_openings.delete_v1", "Job Openings", "Destroy Openings", Delete, "/v1/jobs/{job_id}/openings").deprecated(),
    endpoint("job_openings.delete", "Job Openings", "Destroy Openings", Delete, "/v2/jobs/{job_id}/openings"),
    endpoint("job_openings.update", "Job Openings", "Edit Openings", Patch, "/v1/jobs/{job_id}/openings/{id}"),
    endpoint("job_openings.create", "Job Openings", "Create New Openings", Post, "/v1/jobs/{job_id}/openings"),
    // Job Posts
    endpoint("job_posts.list", "Job Posts", "List Job Posts", Get, "/v1/job_posts"),
    endpoint("job_posts.retrieve", "Job Posts", "Retrieve Job Post", Get, "/v1/job_posts/{id}"),
    endpoint("job_posts.list_for_job", "Job Posts", "List Job Posts for Job", Get, "/v1/jobs/{id}/job_posts"),
    endpoint("job_posts.retrieve_for_job", "Job Posts", "Retrieve Job Post for Job", Get, "/v1/jobs/{id}/job_post"),
    endpoint("job_posts.list_custom_locations", "Job Posts", "Retrieve Custom Locations for Job Post", Get, "/v1/job_posts/{id}/custom_locations"),
    endpoint("job_posts.update_v1", "Job Posts", "Update Job Post", Patch, "/v1/job_posts/{id}").deprecated(),
    endpoint("job_posts.update", "Job Posts", "Update Job Post", Patch, "/v2/job_posts/{id}"),
    endpoint("job_posts.update_status", "Job Posts", "Update Job Post Status", Patch, "/v2/job_posts/{id}/status"),
    // Job Stages
    endpoint("job_stages.list", "Job Stages", "List Job Stages", Get, "/v1/job_stages"),
    endpoint("job_stages.list_for_job", "Job Stages", "List Job Stages for Job", Get, "/v1/jobs/{id}/stages"),
    endpoint("job_stages.retrieve", "Job Stages", "Retrieve Job Stage", Get, "/v1/job_stages/{id}"),
    // Jobs
    endpoint("jobs.list", "Jobs", "List Jobs", Get, "/v1/jobs"),
    endpoint("jobs.retrieve", "Jobs", "Retrieve Job", Get, "/v1/jobs/{id}"),
    endpoint("jobs.update", "Jobs", "Update Job", Patch, "/v1/jobs/{id}"),
    endpoint("jobs.create", "Jobs", "Create Job", Post, "/v1/jobs"),
    endpoint("jobs.retrieve_hiring_team", "Jobs", "Hiring Team", Get, "/v1/jobs/{id}/hiring_team"),
    endpoint("jobs.replace_hiring_team", "Jobs", "Replace Hiring Team", Put, "/v1/jobs/{id}/hiring_team"),
    endpoint("jobs.add_hiring_team", "Jobs", "Add Hiring Team Members", Post, "/v1/jobs/{id}/hiring_team"),
    endpoint("jobs.remove_hiring_team", "Jobs", "Remove Hiring Team Member", Delete, "/v1/jobs/{id}/hiring_team"),
    // Offers
    endpoint("offers.list", "Offers", "List Offers", Get, "/v1/offers"),
    endpoint("offers.list_for_application", "Offers", "List Offers for Application", Get, "/v1/applications/{application_id}/offers"),
    endpoint("offers.retrieve_current", "Offers", "Retrieve Current Offer for Application", Get, "/v1/applications/{application_id}/offers/current_offer"),
    endpoint("offers.retrieve", "Offers", "Retrieve Offer", Get, "/v1/offers/{id}"),
    endpoint("offers.update_current", "Offers", "Update Current Offer", Patch, "/v1/applications/{id}/offers/current_offer"),
    // Offices
    endpoint("offices.list", "Offices", "List Offices", Get, "/v1/offices"),
    endpoint("offices.retrieve", "Offices", "Retrieve Office", Get, "/v1/offices/{id}"),
    endpoint("offices.update", "Offices", "Edit Office", Patch, "/v1/offices/{id}"),
    endpoint("offices.create", "Offices", "Add Office", Post, "/v1/offices"),
    // Prospect Pools
    endpoint("prospect_pools.list", "Prospect Pools", "List Prospect Pools", Get, "/v1/prospect_pools"),
    endpoint("prospect_pools.retrieve", "Prospect Pools", "Retrieve Prospect Pool", Get, "/v1/prospect_pools/{id}"),
    // Rejection Reasons
    endpoint("rejection_reasons.list", "Rejection Reasons", "List Rejection Reasons", Get, "/v1/rejection_reasons"),
    // Scheduled Interviews
    endpoint("scheduled_interviews.list", "Scheduled Interviews", "List Scheduled Interviews", Get, "/v1/scheduled_interviews"),
    endpoint("scheduled_interviews.list_for_application", "Scheduled Interviews", "List Scheduled Interviews for Application", Get, "/v1/applications/{id}/scheduled_interviews"),
    endpoint("scheduled_interviews.retrieve", "Scheduled Interviews", "Retrieve Scheduled Interview", Get, "/v1/scheduled_interviews/{id}"),
    endpoint("scheduled_interviews.create_v1", "Scheduled Interviews", "Create Scheduled Interview", Post, "/v1/scheduled_interviews").deprecated(),
    endpoint("scheduled_interviews.create", "Scheduled Interviews", "Create Scheduled Interview", Post, "/v2/scheduled_interviews"),
    endpoint("scheduled_interviews.update_v1", "Scheduled Interviews", "Update Scheduled Interview", Patch, "/v1/scheduled_interviews/{id}").deprecated(),
    endpoint("scheduled_interviews.update", "Scheduled Interviews", "Update Scheduled Interview", Patch, "/v2/scheduled_interviews/{id}"),
    endpoint("scheduled_interviews.delete", "Scheduled Interviews", "Remove Scheduled Interview", Delete, "/v1/scheduled_interviews/{id}"),
    // Scorecards
    endpoint("scorecards.list", "Scorecards", "List Scorecards", Get, "/v1/scorecards"),
    endpoint("scorecards.list_for_application", "Scorecards", "List Scorecards for Application", Get, "/v1/applications/{id}/scorecards"),
    endpoint("scorecards.retrieve", "Scorecards", "Retrieve Scorecard", Get, "/v1/scorecards/{id}"),
    // Sources
    endpoint("sources.list", "Sources", "List Sources", Get, "/v1/sources"),
    // Tags
    endpoint("tags.list", "Tags", "List Candidate Tags", Get, "/v1/tags/candidate"),
    endpoint("tags.create", "Tags", "Add New Candidate Tag", Post, "/v1/tags/candidate"),
    endpoint("tags.delete", "Tags", "Destroy a candidate tag", Delete, "/v1/tags/candidate/{tag_id}"),
    endpoint("tags.list_for_candidate", "Tags", "List tags applied to candidate", Get, "/v1/candidates/{id}/tags"),
    endpoint("tags.remove_from_candidate", "Tags", "Remove tag from candidate", Delete, "/v1/candidates/{candidate_id}/tags/{tag_id}"),
    endpoint("tags.add_to_candidate", "Tags", "Add a candidate tag", Put, "/v1/candidates/{candidate_id}/tags/{tag_id}"),
    // Tracking Links
    endpoint("tracking_links.retrieve", "Tracking Links", "Tracking Link Data for Token", Get, "/v1/tracking_links/{token}"),
    // Users
    endpoint("users.list", "Users", "List Users", Get, "/v1/users"),
    endpoint("users.retrieve", "Users", "Retrieve User", Get, "/v1/users/{id}"),
    endpoint("users.update_v1", "Users", "Edit User", Patch, "/v1/users/{id}").deprecated(),
    endpoint("users.update", "Users", "Edit User", Patch, "/v2/users"),
    endpoint("users.disable_v1", "Users", "Disable User", Patch, "/v1/users/{id}/disable").deprecated(),
    endpoint("users.disable", "Users", "Disable User", Patch, "/v2/users/disable"),
    endpoint("users.enable_v1", "Users", "Enable User", Patch, "/v1/users/{id}/enable").deprecated(),
    endpoint("users.enable", "Users", "Enable User", Patch, "/v2/users/enable"),
    endpoint("users.update_permission_level", "Users", "Change user permission level", Patch, "/v1/users/permission_level"),
    endpoint("users.create", "Users", "Add User", Post, "/v1/users"),
    endpoint("users.add_email", "Users", "Add E-mail Address To User", Post, "/v1/users/{id}/email_addresses"),
    // User Permissions
    endpoint("user_permissions.list", "User Permissions", "List Job Permissions", Get, "/v1/users/{id}/permissions/jobs"),
    endpoint("user_permissions.delete", "User Permissions", "Remove a Job Permission", Delete, "/v1/users/{id}/permissions/jobs"),
    endpoint("user_permissions.create", "User Permissions", "Add a Job Permission", Put, "/v1/users/{id}/permissions/jobs"),
    endpoint("user_permissions.list_future", "User Permissions", "List Future Job Permissions", Get, "/v1/users/{id}/permissions/future_jobs"),
    endpoint("user_permissions.delete_future", "User Permissions", "Remove a Future Job Permission", Delete, "/v1/users/{id}/permissions/future_jobs"),
    endpoint("user_permissions.create_future", "User Permissions", "Add a Future Job Permission", Put, "/v1/users/{id}/permissions/future_jobs"),
    // User Roles
    endpoint("user_roles.list", "User Roles", "List User Roles", Get, "/v1/user_roles"),
];
